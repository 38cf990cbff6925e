#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/model/run_file.h"

namespace normscope {

/// A recorded run as a test writes it, in memory or as a file of float32.
class SmallRun {
 public:
  /// A record of a BatchNorm of three channels in training, but for what `changes` says (RFC 7396).
  SmallRun& record(const nlohmann::json& changes = nlohmann::json::object()) {
    nlohmann::json json = {{"layer", "bn1"},
                           {"call", 0},
                           {"type", "torch.nn.BatchNorm2d"},
                           {"class", "BatchNorm2d"},
                           {"repr", "BatchNorm2d(3, eps=1e-05, momentum=0.1)"},
                           {"training", true},
                           {"attributes", nlohmann::json::object()},
                           {"layout", "NCHW"},
                           {"shape", {2, 3, 2, 2}},
                           {"kept", {nullptr, nullptr, nullptr, nullptr}}};
    json.merge_patch(changes);
    return recordOf(json);
  }

  SmallRun& recordOf(const nlohmann::json& json) {
    records_.push_back(json);
    return *this;
  }

  /// A tensor of the last record.
  SmallRun& tensor(const std::string& name, const Tensor& values) {
    return stranger(std::to_string(records_.size() - 1) + "." + name, values);
  }

  SmallRun& stranger(const std::string& name, const Tensor& values) {
    file_.entries.push_back({name, std::string(nameOf(values.dtype())), values.extents(),
                             [values](const Progress&) { return values; }});
    return *this;
  }

  SmallRun& metadata(const std::string& key, const std::string& value) {
    given_.emplace_back(key, value);
    return *this;
  }

  TensorFile file() const {
    TensorFile file = file_;
    file.metadata = {{"normscope", "run"}, {"version", "1"}, {"records", records_.dump()}};
    for (const auto& [key, value] : given_) file.metadata[key] = value;
    return file;
  }

  /// The same as a file.
  std::string bytes() const {
    const TensorFile file = this->file();
    nlohmann::json header = {{"__metadata__", file.metadata}};
    std::string data;
    for (const TensorEntry& entry : file.entries) {
      const Tensor tensor = entry.read({});
      header[entry.name] = {{"dtype", "F32"},
                            {"shape", entry.extents},
                            {"data_offsets", {data.size(), data.size() + tensor.byteCount()}}};
      data.append(reinterpret_cast<const char*>(tensor.bytes()), tensor.byteCount());
    }
    std::string text = header.dump();
    text.append(8 - text.size() % 8, ' ');
    const std::uint64_t size = text.size();
    return std::string(reinterpret_cast<const char*>(&size), 8) + text + data;
  }

  RecordedRun run() const { return runOf(file(), "run.safetensors"); }

 private:
  nlohmann::json records_ = nlohmann::json::array();
  std::vector<std::pair<std::string, std::string>> given_;
  TensorFile file_{"safetensors", {}, {}};
};

}  // namespace normscope
