#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <variant>

#include "core/tensor/dtype.h"
#include "core/tensor/result_vector.h"

namespace normscope {

/// Numbers in the type that kernels compute in for a tensor's dtype: double for float64, else float.
class Reals {
 public:
  explicit Reals(DType dtype) {
    if (dtype == DType::float64) values_ = ResultVector<double>();
  }

  static std::size_t sizeFor(DType dtype) { return dtype == DType::float64 ? sizeof(double) : sizeof(float); }

  /// Calls f with the ResultVector of float or double.
  template <typename Function>
  decltype(auto) visit(Function&& f) {
    return std::visit(std::forward<Function>(f), values_);
  }
  template <typename Function>
  decltype(auto) visit(Function&& f) const {
    return std::visit(std::forward<Function>(f), values_);
  }

  void resize(std::int64_t count) {
    visit([&](auto& values) { values.resize(static_cast<std::size_t>(count)); });
  }
  void assign(std::int64_t count, double value) {
    visit([&](auto& values) {
      using Value = typename std::decay_t<decltype(values)>::value_type;
      values.assign(static_cast<std::size_t>(count), static_cast<Value>(value));
    });
  }
  void push_back(double value) {
    visit([&](auto& values) {
      values.push_back(static_cast<typename std::decay_t<decltype(values)>::value_type>(value));
    });
  }

  void* data() {
    return visit([](auto& values) -> void* { return values.data(); });
  }
  std::size_t bytes() const {
    return std::visit([](const auto& values) { return values.size() * sizeof(values[0]); }, values_);
  }

 private:
  std::variant<ResultVector<float>, ResultVector<double>> values_;
};

}  // namespace normscope
