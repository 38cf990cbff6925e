#pragma once

#include <optional>
#include <string>

#include "app/argument_parser.h"
#include "ui/draw/export/picture_file.h"

namespace normscope::app {

/// The options of every picture: --text and --background.
void addPictureOptions(ArgumentParser& parser, std::optional<std::string>& text,
                       std::optional<std::string>& background);

/// What they say. Throws Error (nonsense) for unknown values.
PictureOptions pictureOptionsOf(const std::optional<std::string>& text,
                                const std::optional<std::string>& background);

/// --captions: on or off.
void addCaptionsOption(ArgumentParser& parser, std::optional<std::string>& captions);

/// What it says; on where it is not given. Throws Error (nonsense) for unknown values.
bool captionsOf(const std::optional<std::string>& captions);

}  // namespace normscope::app
