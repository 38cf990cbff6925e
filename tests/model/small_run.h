#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/model/run_file.h"

namespace normscope {

/// A recorded run in memory, as a test writes it.
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

  RecordedRun run() const { return runOf(file(), "run.safetensors"); }

 private:
  nlohmann::json records_ = nlohmann::json::array();
  std::vector<std::pair<std::string, std::string>> given_;
  TensorFile file_{"safetensors", {}, {}};
};

}  // namespace normscope
