#include "app/picture_options.h"

#include "core/error.h"

namespace normscope::app {

void addPictureOptions(ArgumentParser& parser, std::optional<std::string>& text,
                       std::optional<std::string>& background) {
  parser.optional("--text", "HOW", text,
                  "in .svg: named (default), text that names its font; embedded, with the font in the file; "
                  "outlines, shapes that look the same everywhere, in .pdf too");
  parser.words({"named", "embedded", "outlines"});
  parser.optional("--background", "GROUND", background, "theme (default) or transparent");
  parser.words({"theme", "transparent"});
}

PictureOptions pictureOptionsOf(const std::optional<std::string>& text,
                                const std::optional<std::string>& background) {
  PictureOptions options;
  const auto how = pictureTextOf(text.value_or("named"));
  if (!how) throw nonsense("--text '" + *text + "'", "it is unknown", "give named, embedded or outlines");
  options.text = *how;
  const std::string ground = background.value_or("theme");
  if (ground != "theme" && ground != "transparent")
    throw nonsense("--background '" + ground + "'", "it is unknown", "give theme or transparent");
  options.transparent = ground == "transparent";
  return options;
}

void addCaptionsOption(ArgumentParser& parser, std::optional<std::string>& captions) {
  parser.optional("--captions", "WHETHER", captions,
                  "on (default), or off: without title and notes, which the text around it says");
  parser.words({"on", "off"});
}

bool captionsOf(const std::optional<std::string>& captions) {
  const std::string whether = captions.value_or("on");
  if (whether != "on" && whether != "off")
    throw nonsense("--captions '" + whether + "'", "it is unknown", "give on or off");
  return whether == "on";
}

}  // namespace normscope::app
