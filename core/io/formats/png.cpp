#include <spng.h>

#include <cstdlib>
#include <memory>
#include <new>

#include "core/error.h"
#include "core/io/formats/picture.h"

namespace normscope {
namespace {

constexpr std::string_view pngMagicBytes = "\x89PNG\r\n\x1a\n";
constexpr std::size_t largestChunk = std::size_t{16} << 20;  // of all but the pixels
constexpr std::uint64_t expansionOfDeflate = 1032;

struct FreePng {
  void operator()(spng_ctx* context) const { spng_ctx_free(context); }
};
using PngContext = std::unique_ptr<spng_ctx, FreePng>;

/// Whether there was no memory: what zlib is refused the library calls a malformed file.
thread_local bool lackedMemory = false;

void* noticed(void* block) {
  if (block == nullptr) lackedMemory = true;
  return block;
}

spng_alloc noticingAllocator() {
  return {[](std::size_t bytes) { return noticed(std::malloc(bytes)); },
          [](void* block, std::size_t bytes) { return noticed(std::realloc(block, bytes)); },
          [](std::size_t count, std::size_t bytes) { return noticed(std::calloc(count, bytes)); }, std::free};
}

void requireMemory() {
  if (lackedMemory) throw std::bad_alloc();
}

void requirePng(int result, const std::string& subject) {
  if (result == 0) return;
  requireMemory();
  throw failure(subject, "the PNG is malformed (" + std::string(spng_strerror(result)) + ")",
                "copy or save the file again");
}

PngContext openPng(std::string_view file, const std::string& subject) {
  lackedMemory = false;
  spng_alloc allocator = noticingAllocator();
  PngContext context(spng_ctx_new2(&allocator, 0));
  if (!context) throw std::bad_alloc();
  requirePng(spng_set_chunk_limits(context.get(), largestChunk, largestChunk), subject);
  requirePng(spng_set_png_buffer(context.get(), file.data(), file.size()), subject);
  return context;
}

spng_ihdr headerOf(const PngContext& context, const std::string& subject) {
  spng_ihdr header{};
  requirePng(spng_get_ihdr(context.get(), &header), subject);
  return header;
}

bool hasTransparency(const PngContext& context) {
  spng_trns transparency{};
  const bool has = spng_get_trns(context.get(), &transparency) == 0;
  requireMemory();
  return has;
}

std::int64_t channelsOf(const PngContext& context, const spng_ihdr& header) {
  switch (header.color_type) {
    case SPNG_COLOR_TYPE_GRAYSCALE:
      return 1;
    case SPNG_COLOR_TYPE_GRAYSCALE_ALPHA:
      return 2;
    case SPNG_COLOR_TYPE_TRUECOLOR:
      return 3;
    case SPNG_COLOR_TYPE_INDEXED:
      return hasTransparency(context) ? 4 : 3;
    default:
      return 4;
  }
}

/// What libspng is to make of the pixels: a byte or a word for each channel, in this machine's order.
spng_format formatFor(const spng_ihdr& header, const PictureForm& form) {
  if (header.color_type == SPNG_COLOR_TYPE_INDEXED)
    return form.channels == 4 ? SPNG_FMT_RGBA8 : SPNG_FMT_RGB8;
  return header.color_type == SPNG_COLOR_TYPE_GRAYSCALE && header.bit_depth < 8 ? SPNG_FMT_G8 : SPNG_FMT_PNG;
}

}  // namespace

bool isPng(std::string_view file) {
  return file.starts_with(pngMagicBytes);
}

PictureForm pngForm(std::string_view file, const std::string& subject) {
  const PngContext context = openPng(file, subject);
  const spng_ihdr header = headerOf(context, subject);
  PictureForm form;
  form.channels = channelsOf(context, header);
  form.height = header.height;
  form.width = header.width;
  form.dtype = header.bit_depth == 16 ? DType::uint16 : DType::uint8;
  const std::uint64_t most = expansionOfDeflate * 8 * file.size() / header.bit_depth;
  requirePossiblePixels(header.width, header.height, most, subject);
  return form;
}

void decodePng(std::string_view file, const PictureForm& form, std::byte* to, const std::string& subject) {
  const PngContext context = openPng(file, subject);
  const spng_format format = formatFor(headerOf(context, subject), form);
  const bool isIndexedWithAlpha = format == SPNG_FMT_RGBA8;
  std::size_t size = 0;
  requirePng(spng_decoded_image_size(context.get(), format, &size), subject);
  if (size != form.bytes())
    throw failure(subject, "the PNG has changed while it was read",
                  "read it again once nothing writes to it");
  requirePng(spng_decode_image(context.get(), to, size, format, isIndexedWithAlpha ? SPNG_DECODE_TRNS : 0),
             subject);
  requirePng(spng_decode_chunks(context.get()), subject);  // to the end
}

}  // namespace normscope
