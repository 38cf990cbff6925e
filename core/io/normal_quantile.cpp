#include "core/io/normal_quantile.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace normscope {
namespace {

/// Coefficients from the highest power to the constant.
using Polynomial = std::array<double, 8>;

constexpr Polynomial centreTop = {2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4,
                                  4.5921953931549871457e4, 1.3731693765509461125e4, 1.9715909503065514427e3,
                                  1.3314166789178437745e2, 3.3871328727963666080e0};
constexpr Polynomial centreBottom = {
    5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
    5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1.0};
constexpr Polynomial sideTop = {7.74545014278341407640e-4, 2.27238449892691845833e-2,
                                2.41780725177450611770e-1, 1.27045825245236838258e0,
                                3.64784832476320460504e0,  5.76949722146069140550e0,
                                4.63033784615654529590e0,  1.42343711074968357734e0};
constexpr Polynomial sideBottom = {1.05075007164441684324e-9, 5.47593808499534494600e-4,
                                   1.51986665636164571966e-2, 1.48103976427480074590e-1,
                                   6.89767334985100004550e-1, 1.67638483018380384940e0,
                                   2.05319162663775882187e0,  1.0};
constexpr Polynomial tailTop = {2.01033439929228813265e-7, 2.71155556874348757815e-5,
                                1.24266094738807843860e-3, 2.65321895265761230930e-2,
                                2.96560571828504891230e-1, 1.78482653991729133580e0,
                                5.46378491116411436990e0,  6.65790464350110377720e0};
constexpr Polynomial tailBottom = {2.04426310338993978564e-15, 1.42151175831644588870e-7,
                                   1.84631831751005468180e-5,  7.86869131145613259100e-4,
                                   1.48753612908506148525e-2,  1.36929880922735805310e-1,
                                   5.99832206555887937690e-1,  1.0};

double ratio(const Polynomial& top, const Polynomial& bottom, double x) {
  double numerator = top[0];
  double denominator = bottom[0];
  for (std::size_t i = 1; i < top.size(); ++i) {
    numerator = numerator * x + top[i];
    denominator = denominator * x + bottom[i];
  }
  return numerator / denominator;
}

}  // namespace

double portableLog(double x) {
  constexpr std::uint64_t mantissaMask = (std::uint64_t{1} << 52) - 1;
  constexpr double ln2 = 0.693147180559945309417232121458;
  constexpr double sqrt2 = 1.41421356237309504880168872421;
  const auto bits = std::bit_cast<std::uint64_t>(x);
  auto exponent = static_cast<double>(static_cast<std::int64_t>(bits >> 52) - 1023);
  double mantissa = std::bit_cast<double>((bits & mantissaMask) | (std::uint64_t{1023} << 52));
  if (mantissa > sqrt2) {
    mantissa *= 0.5;
    exponent += 1;
  }
  // log((1+s)/(1-s)) = 2 (s + s^3/3 + s^5/5 + ...); |s| <= 0.172 leaves s^23/23 < 1e-18.
  const double s = (mantissa - 1) / (mantissa + 1);
  const double s2 = s * s;
  double series = 0;
  for (int odd = 21; odd >= 1; odd -= 2) series = series * s2 + 1.0 / odd;
  return exponent * ln2 + 2 * s * series;
}

double normalQuantile(double p) {
  const double q = p - 0.5;
  if (std::abs(q) <= 0.425) return q * ratio(centreTop, centreBottom, 0.180625 - q * q);
  const double r = std::sqrt(-portableLog(q < 0 ? p : 1 - p));
  const double x = r <= 5 ? ratio(sideTop, sideBottom, r - 1.6) : ratio(tailTop, tailBottom, r - 5);
  return q < 0 ? -x : x;
}

}  // namespace normscope
