#pragma once

/// Khronos' C++ bindings as this project uses them: OpenCL 1.2, errors as cl::Error.
#define CL_HPP_TARGET_OPENCL_VERSION 120
#define CL_HPP_MINIMUM_OPENCL_VERSION 120
#define CL_HPP_ENABLE_EXCEPTIONS
#include <CL/opencl.hpp>
