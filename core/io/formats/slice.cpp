#include "core/io/formats/slice.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "core/error.h"

namespace normscope {
namespace {

using Item = Slice::Item;

const char* const sliceForm = "write it as NumPy does, such as [0:4,:,::2]";

std::string_view withoutSpaces(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// Nothing where the text is no whole number.
std::optional<std::int64_t> sliceNumber(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::vector<std::string_view> partsOf(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  for (std::size_t end = text.find(separator); end != text.npos; end = text.find(separator, start)) {
    parts.push_back(withoutSpaces(text.substr(start, end - start)));
    start = end + 1;
  }
  parts.push_back(withoutSpaces(text.substr(start)));
  return parts;
}

Item parseRange(std::string_view text, const std::string& subject) {
  const std::vector<std::string_view> parts = partsOf(text, ':');
  Item item;
  const auto number = [&](std::size_t i) -> std::optional<std::int64_t> {
    if (i >= parts.size() || parts[i].empty()) return std::nullopt;
    const auto value = sliceNumber(parts[i]);
    if (!value) throw nonsense(subject, "'" + std::string(parts[i]) + "' is not a whole number", sliceForm);
    return value;
  };
  if (parts.size() > 3)
    throw nonsense(subject, "'" + std::string(text) + "' is not start:stop:step", sliceForm);
  item.start = number(0);
  item.stop = number(1);
  item.step = number(2).value_or(1);
  if (item.step == 0) throw nonsense(subject, "the step of '" + std::string(text) + "' is 0", sliceForm);
  return item;
}

Item parseItem(std::string_view text, const std::string& subject) {
  Item item;
  if (text == "...") {
    item.kind = Item::Kind::ellipsis;
    return item;
  }
  if (text.find(':') != text.npos) return parseRange(text, subject);
  const auto index = sliceNumber(text);
  if (!index) {
    throw nonsense(subject, "'" + std::string(text) + "' is no whole number, range or ...", sliceForm);
  }
  item.kind = Item::Kind::index;
  item.index = *index;
  return item;
}

std::string rangeText(const Item& item) {
  const auto text = [](const std::optional<std::int64_t>& number) {
    return number ? std::to_string(*number) : std::string();
  };
  return text(item.start) + ":" + text(item.stop) + (item.step == 1 ? "" : ":" + std::to_string(item.step));
}

/// The first index of a range and how many there are, by the rules of Python's slice.indices().
std::pair<std::int64_t, std::int64_t> indicesOf(const Item& item, std::int64_t extent) {
  const bool isForward = item.step > 0;
  const std::int64_t least = isForward ? 0 : -1;
  const std::int64_t most = isForward ? extent : extent - 1;
  const auto within = [&](std::int64_t number) {
    return std::clamp(number < 0 ? number + extent : number, least, most);
  };
  const std::int64_t start = item.start ? within(*item.start) : (isForward ? least : most);
  const std::int64_t stop = item.stop ? within(*item.stop) : (isForward ? most : least);
  const std::int64_t distance = isForward ? stop - start : start - stop;
  if (distance <= 0) return {start, 0};
  // Unsigned, since the negative of the least step is no int64.
  const std::uint64_t step = isForward ? static_cast<std::uint64_t>(item.step)
                                       : std::uint64_t{0} - static_cast<std::uint64_t>(item.step);
  return {start, static_cast<std::int64_t>((static_cast<std::uint64_t>(distance) - 1) / step + 1)};
}

/// The items with `...` spelled out, one for each axis.
std::vector<Item> itemsOfAxes(const Slice& slice, std::size_t rank, const std::string& subject) {
  std::vector<Item> items;
  const bool hasEllipsis = std::any_of(slice.items.begin(), slice.items.end(),
                                       [](const Item& item) { return item.kind == Item::Kind::ellipsis; });
  const std::size_t named = slice.items.size() - (hasEllipsis ? 1 : 0);
  if (named > rank) {
    throw nonsense(subject,
                   "the slice " + toText(slice) + " names " + std::to_string(named) +
                       " axes and the tensor has " + std::to_string(rank),
                   "name at most as many");
  }
  for (const Item& item : slice.items) {
    if (item.kind == Item::Kind::ellipsis) {
      items.resize(items.size() + rank - named);
    } else {
      items.push_back(item);
    }
  }
  items.resize(rank);
  return items;
}

bool dropsItsAxis(const Item& item) {
  return item.kind == Item::Kind::index;
}

/// Whether the elements lie side by side, in their order.
bool isDense(const StridedPart& part) {
  std::int64_t expected = 1;
  for (std::size_t i = part.extents.size(); i-- > 0;) {
    if (part.extents[i] == 0) return true;
    if (part.extents[i] > 1 && part.strides[i] != expected) return false;
    expected *= part.extents[i];
  }
  return true;
}

template <typename Word>
void gatherWords(const std::byte* from, const StridedPart& part, std::byte* to, const Progress& progress) {
  const std::size_t rank = part.extents.size();
  const std::int64_t columns = rank == 0 ? 1 : part.extents.back();
  const std::int64_t stride = rank == 0 ? 1 : part.strides.back();
  const auto word = static_cast<std::int64_t>(sizeof(Word));
  std::int64_t rows = 1;
  for (std::size_t i = 0; i + 1 < rank; ++i) rows *= part.extents[i];
  if (rows == 0 || columns == 0) return;
  constexpr std::int64_t reportEvery = std::int64_t{1} << 20;
  std::int64_t sinceReport = 0;
  Extents index(rank, 0);
  std::int64_t at = part.offset;
  for (std::int64_t row = 0; row < rows; ++row) {
    if (stride == 1) {
      std::memcpy(to, from + at * word, static_cast<std::size_t>(columns * word));
    } else {
      for (std::int64_t c = 0; c < columns; ++c)
        std::memcpy(to + c * word, from + (at + c * stride) * word, sizeof(Word));
    }
    to += columns * word;
    sinceReport += columns;
    if (sinceReport >= reportEvery) {
      progress.step(static_cast<double>(row) / static_cast<double>(rows));
      sinceReport = 0;
    }
    for (std::size_t axis = std::max<std::size_t>(rank, 1) - 1; axis-- > 0;) {
      at += part.strides[axis];
      if (++index[axis] < part.extents[axis]) break;
      at -= part.strides[axis] * part.extents[axis];
      index[axis] = 0;
    }
  }
}

}  // namespace

Slice parseSlice(std::string_view text, const std::string& subject) {
  if (text.size() < 2 || text.front() != '[' || text.back() != ']')
    throw nonsense(subject, "'" + std::string(text) + "' is no slice", sliceForm);
  Slice slice;
  const std::string_view inside = withoutSpaces(text.substr(1, text.size() - 2));
  if (inside.empty()) throw nonsense(subject, "the slice [] names no axis", sliceForm);
  for (const std::string_view item : partsOf(inside, ',')) slice.items.push_back(parseItem(item, subject));
  const auto ellipses = std::count_if(slice.items.begin(), slice.items.end(),
                                      [](const Item& item) { return item.kind == Item::Kind::ellipsis; });
  if (ellipses > 1) throw nonsense(subject, "'...' stands twice", sliceForm);
  return slice;
}

std::string toText(const Slice& slice) {
  if (slice.items.empty()) return "";
  std::string text;
  for (const Item& item : slice.items) {
    text += text.empty() ? "[" : ",";
    if (item.kind == Item::Kind::ellipsis) text += "...";
    if (item.kind == Item::Kind::index) text += std::to_string(item.index);
    if (item.kind == Item::Kind::range) text += rangeText(item);
  }
  return text + "]";
}

std::vector<std::size_t> axesLeft(const Slice& slice, std::size_t rankOfPart, const std::string& subject) {
  const auto dropped = std::count_if(slice.items.begin(), slice.items.end(), dropsItsAxis);
  const std::vector<Item> items = itemsOfAxes(slice, rankOfPart + static_cast<std::size_t>(dropped), subject);
  std::vector<std::size_t> axes;
  for (std::size_t axis = 0; axis < items.size(); ++axis) {
    if (!dropsItsAxis(items[axis])) axes.push_back(axis);
  }
  return axes;
}

StridedPart selectPart(const Slice& slice, const Extents& extents, const std::string& subject) {
  const std::vector<Item> items = itemsOfAxes(slice, extents.size(), subject);
  std::vector<std::int64_t> strides(extents.size(), 1);
  for (std::size_t i = extents.size(); i-- > 1;) strides[i - 1] = strides[i] * extents[i];
  StridedPart part;
  for (std::size_t axis = 0; axis < extents.size(); ++axis) {
    const Item& item = items[axis];
    const std::int64_t extent = extents[axis];
    if (item.kind == Item::Kind::index) {
      if (item.index < -extent || item.index >= extent) {
        throw nonsense(subject,
                       "the index " + std::to_string(item.index) + " is outside of axis " +
                           std::to_string(axis) + " of " + std::to_string(extent),
                       "count from 0, or from -1 backwards");
      }
      part.offset += (item.index < 0 ? item.index + extent : item.index) * strides[axis];
      continue;
    }
    const auto [start, count] = indicesOf(item, extent);
    // Of a single element the step does not matter, and may be too large to be multiplied.
    const std::int64_t step = count > 1 ? item.step : 1;
    part.extents.push_back(count);
    part.strides.push_back(step * strides[axis]);
    if (count > 0) part.offset += start * strides[axis];
  }
  return part;
}

void gather(const std::byte* from, std::size_t size, const StridedPart& part, std::byte* to,
            const Progress& progress) {
  if (size == 1) return gatherWords<std::uint8_t>(from, part, to, progress);
  if (size == 2) return gatherWords<std::uint16_t>(from, part, to, progress);
  if (size == 4) return gatherWords<std::uint32_t>(from, part, to, progress);
  gatherWords<std::uint64_t>(from, part, to, progress);
}

Tensor partOf(const Tensor& tensor, const Slice& slice, const std::string& subject,
              const Progress& progress) {
  const StridedPart part = selectPart(slice, tensor.extents(), subject);
  if (isDense(part)) return tensor.run(part.extents, part.offset);
  Tensor copy = Tensor::allocate(tensor.dtype(), part.extents);
  gather(tensor.bytes(), sizeOf(tensor.dtype()), part, copy.editBytes(), progress);
  tensor.requireIntact();
  return copy;
}

}  // namespace normscope
