// An OpenCL layer, as ICD loaders load it from OPENCL_LAYERS: it stands between a program and the drivers,
// hands every call on, makes chosen ones fail, and keeps account of objects.
#include "tests/faults/fault_layer.h"

#define CL_TARGET_OPENCL_VERSION 300
#define CL_USE_DEPRECATED_OPENCL_1_2_APIS
#include <CL/cl_icd.h>
#include <CL/cl_layer.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace normscope::faults {
namespace {

using Dispatch = cl_icd_dispatch;

constexpr const char* ownLog =
    "warning: this is what the layer says\n"
    "kernel.cl:7:3: error: the layer does not like line 7\n"
    "  7 | lines;\n"
    "and a last line\n";

/// The state of the layer. Never destroyed: drivers may call it when the process ends.
class Layer {
 public:
  static Layer& instance() {
    static auto* const layer = new Layer;
    return *layer;
  }

  const Dispatch* target = nullptr;

  void arm(const FaultPlan& plan) {
    const std::lock_guard lock(mutex_);
    plan_ = plan;
    only_ = plan.only == nullptr ? "" : plan.only;
    calls_ = 0;
    failed_ = "";
    lost_ = false;
    refusedBuilds_.clear();
  }

  /// The status with which this call is to fail, or CL_SUCCESS.
  cl_int verdict(const char* call) {
    const std::lock_guard lock(mutex_);
    if (!only_.empty() && only_ != call) return CL_SUCCESS;
    ++calls_;
    if (plan_.first == 0 || calls_ < plan_.first || (calls_ > plan_.first && !plan_.stays)) return CL_SUCCESS;
    if (plan_.stays && only_.empty()) loseDevice();
    if (*failed_ == '\0') failed_ = call;
    misbehave();
    return plan_.status;
  }

  bool idles() {
    const std::lock_guard lock(mutex_);
    return plan_.idles;
  }

  void gained(const char* kind, const void* object) {
    const std::lock_guard lock(mutex_);
    ++alive_[{kind, object}];
  }

  void dropped(const char* kind, const void* object) {
    const std::lock_guard lock(mutex_);
    const auto found = alive_.find({kind, object});
    if (found == alive_.end()) {
      ++overReleased_;
    } else if (--found->second == 0) {
      alive_.erase(found);
      unmapWith(object);
      refusedBuilds_.erase(object);
    }
  }

  /// Follows what the driver was given to do and what it is known to have done.
  void noteCommand(std::string_view call) {
    const std::lock_guard lock(mutex_);
    if (call.starts_with("clEnqueue")) ++unfinished_;
    if (call == "clFinish") unfinished_ = 0;
  }

  long long unfinished() {
    const std::lock_guard lock(mutex_);
    return unfinished_;
  }

  void refuseBuild(cl_program program) {
    const std::lock_guard lock(mutex_);
    refusedBuilds_.insert(program);
  }

  bool isRefused(cl_program program) {
    const std::lock_guard lock(mutex_);
    return refusedBuilds_.contains(program);
  }

  bool asGpu() {
    const std::lock_guard lock(mutex_);
    return plan_.asGpu;
  }

  long long calls() {
    const std::lock_guard lock(mutex_);
    return calls_;
  }

  const char* failed() {
    const std::lock_guard lock(mutex_);
    return failed_;
  }

  std::string alive() {
    const std::lock_guard lock(mutex_);
    std::map<std::string, int> counts;
    for (const auto& [object, references] : alive_) counts[object.first] += references;
    std::string text;
    for (const auto& [kind, count] : counts)
      text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + kind + (count == 1 ? "" : "s");
    if (overReleased_ > 0) text += "; released too often: " + std::to_string(overReleased_);
    if (releasedWhileMapped_ > 0) text += "; released while mapped: " + std::to_string(releasedWhileMapped_);
    return text;
  }

 private:
  /// A mapping ends with its buffer, which is the way out where it could not be unmapped.
  void unmapWith(const void* object) {
    if (alive_.erase({"mapping", object}) > 0 && *failed_ == '\0') ++releasedWhileMapped_;
  }

  /// What drivers do that have no status for it.
  void misbehave() const {
    if (plan_.crashes) std::abort();
    if (plan_.exits) {
      std::fputs("the layer:\n  has had enough; really\n", stderr);
      std::_Exit(8);
    }
    while (plan_.hangs) ::pause();
  }

  /// A device that is lost no longer writes to memory of the host.
  void loseDevice() {
    if (std::exchange(lost_, true)) return;
    unfinished_ = 0;
    for (const auto& [object, references] : alive_) {
      if (object.first == "queue")
        target->clFinish(static_cast<cl_command_queue>(const_cast<void*>(object.second)));
    }
  }

  std::mutex mutex_;
  FaultPlan plan_;
  std::string only_;
  long long calls_ = 0;
  const char* failed_ = "";
  bool lost_ = false;
  long long unfinished_ = 0;
  int overReleased_ = 0;
  int releasedWhileMapped_ = 0;
  std::map<std::pair<std::string, const void*>, int> alive_;
  std::set<const void*> refusedBuilds_;
};

/// A name that can be an argument of a template.
template <std::size_t size>
struct Name {
  constexpr Name(const char (&given)[size]) { std::copy_n(given, size, text); }
  char text[size]{};
};

template <typename Last>
void noteEvent(Last last) {
  if constexpr (std::is_same_v<Last, cl_event*>) {
    if (last != nullptr) Layer::instance().gained("event", *last);
  }
}

/// A call that returns its status; where its last argument is an event, it makes one.
template <Name name, auto call>
struct Status;
template <Name name, typename... Arguments, cl_int (*Dispatch::*call)(Arguments...)>
struct Status<name, call> {
  static cl_int run(Arguments... arguments) {
    if (const cl_int status = Layer::instance().verdict(name.text)) return status;
    const cl_int status = (Layer::instance().target->*call)(arguments...);
    if (status != CL_SUCCESS) return status;
    Layer::instance().noteCommand(name.text);
    noteEvent(std::get<sizeof...(Arguments) - 1>(std::tuple(arguments...)));
    return status;
  }
};

/// A call that returns an object, and its status through its last argument.
template <Name name, Name kind, auto call>
struct Create;
template <Name name, Name kind, typename Object, typename... Arguments,
          Object (*Dispatch::*call)(Arguments...)>
struct Create<name, kind, call> {
  static Object run(Arguments... arguments) {
    cl_int* const told = std::get<sizeof...(Arguments) - 1>(std::tuple(arguments...));
    if (const cl_int status = Layer::instance().verdict(name.text)) {
      if (told != nullptr) *told = status;
      return nullptr;
    }
    Object made = (Layer::instance().target->*call)(arguments...);
    if (made != nullptr) Layer::instance().gained(kind.text, made);
    return made;
  }
};

template <Name name, Name kind, auto call>
struct Retain;
template <Name name, Name kind, typename Object, cl_int (*Dispatch::*call)(Object)>
struct Retain<name, kind, call> {
  static cl_int run(Object object) {
    if (const cl_int status = Layer::instance().verdict(name.text)) return status;
    Layer::instance().gained(kind.text, object);
    return (Layer::instance().target->*call)(object);
  }
};

template <Name kind, auto call>
struct Release;
template <Name kind, typename Object, cl_int (*Dispatch::*call)(Object)>
struct Release<kind, call> {
  static cl_int run(Object object) {
    Layer::instance().dropped(kind.text, object);
    return (Layer::instance().target->*call)(object);
  }
};

cl_int getDeviceInfo(cl_device_id device, cl_device_info about, std::size_t size, void* value,
                     std::size_t* needed) {
  Layer& layer = Layer::instance();
  if (const cl_int status = layer.verdict("clGetDeviceInfo")) return status;
  const cl_int status = layer.target->clGetDeviceInfo(device, about, size, value, needed);
  if (status == CL_SUCCESS && about == CL_DEVICE_TYPE && value != nullptr && layer.asGpu())
    *static_cast<cl_device_type*>(value) = CL_DEVICE_TYPE_GPU;
  return status;
}

cl_int buildProgram(cl_program program, cl_uint count, const cl_device_id* devices, const char* options,
                    void (*notify)(cl_program, void*), void* data) {
  Layer& layer = Layer::instance();
  const cl_int status = layer.verdict("clBuildProgram");
  if (status == CL_BUILD_PROGRAM_FAILURE) layer.refuseBuild(program);
  if (status != CL_SUCCESS) return status;
  return layer.target->clBuildProgram(program, count, devices, options, notify, data);
}

cl_int getProgramBuildInfo(cl_program program, cl_device_id device, cl_program_build_info about,
                           std::size_t size, void* value, std::size_t* needed) {
  Layer& layer = Layer::instance();
  if (const cl_int status = layer.verdict("clGetProgramBuildInfo")) return status;
  if (about != CL_PROGRAM_BUILD_LOG || !layer.isRefused(program))
    return layer.target->clGetProgramBuildInfo(program, device, about, size, value, needed);
  const std::size_t bytes = std::strlen(ownLog) + 1;
  if (needed != nullptr) *needed = bytes;
  if (value != nullptr && size >= bytes) std::memcpy(value, ownLog, bytes);
  return CL_SUCCESS;
}

cl_int enqueueKernel(cl_command_queue queue, cl_kernel kernel, cl_uint dimensions, const std::size_t* offset,
                     const std::size_t* items, const std::size_t* groups, cl_uint waitCount,
                     const cl_event* waitFor, cl_event* event) {
  if (Layer::instance().idles()) {
    const cl_int status =
        Layer::instance().target->clEnqueueMarkerWithWaitList(queue, waitCount, waitFor, event);
    noteEvent(event);
    return status;
  }
  using D = Dispatch;
  return Status<"clEnqueueNDRangeKernel", &D::clEnqueueNDRangeKernel>::run(
      queue, kernel, dimensions, offset, items, groups, waitCount, waitFor, event);
}

void* enqueueMapBuffer(cl_command_queue queue, cl_mem buffer, cl_bool blocking, cl_map_flags flags,
                       std::size_t offset, std::size_t bytes, cl_uint waitCount, const cl_event* waitFor,
                       cl_event* event, cl_int* told) {
  Layer& layer = Layer::instance();
  if (const cl_int status = layer.verdict("clEnqueueMapBuffer")) {
    if (told != nullptr) *told = status;
    return nullptr;
  }
  void* mapped = layer.target->clEnqueueMapBuffer(queue, buffer, blocking, flags, offset, bytes, waitCount,
                                                  waitFor, event, told);
  if (mapped == nullptr) return mapped;
  layer.noteCommand("clEnqueueMapBuffer");
  layer.gained("mapping", buffer);
  noteEvent(event);
  return mapped;
}

cl_int enqueueUnmap(cl_command_queue queue, cl_mem object, void* mapped, cl_uint waitCount,
                    const cl_event* waitFor, cl_event* event) {
  Layer& layer = Layer::instance();
  if (const cl_int status = layer.verdict("clEnqueueUnmapMemObject")) return status;
  const cl_int status =
      layer.target->clEnqueueUnmapMemObject(queue, object, mapped, waitCount, waitFor, event);
  if (status != CL_SUCCESS) return status;
  layer.noteCommand("clEnqueueUnmapMemObject");
  layer.dropped("mapping", object);
  noteEvent(event);
  return status;
}

void hookObjects(Dispatch& own) {
  using D = Dispatch;
  own.clCreateContext = Create<"clCreateContext", "context", &D::clCreateContext>::run;
  own.clRetainContext = Retain<"clRetainContext", "context", &D::clRetainContext>::run;
  own.clReleaseContext = Release<"context", &D::clReleaseContext>::run;
  own.clCreateCommandQueue = Create<"clCreateCommandQueue", "queue", &D::clCreateCommandQueue>::run;
  own.clRetainCommandQueue = Retain<"clRetainCommandQueue", "queue", &D::clRetainCommandQueue>::run;
  own.clReleaseCommandQueue = Release<"queue", &D::clReleaseCommandQueue>::run;
  own.clCreateBuffer = Create<"clCreateBuffer", "buffer", &D::clCreateBuffer>::run;
  own.clRetainMemObject = Retain<"clRetainMemObject", "buffer", &D::clRetainMemObject>::run;
  own.clReleaseMemObject = Release<"buffer", &D::clReleaseMemObject>::run;
  own.clCreateProgramWithSource =
      Create<"clCreateProgramWithSource", "program", &D::clCreateProgramWithSource>::run;
  own.clRetainProgram = Retain<"clRetainProgram", "program", &D::clRetainProgram>::run;
  own.clReleaseProgram = Release<"program", &D::clReleaseProgram>::run;
  own.clCreateKernel = Create<"clCreateKernel", "kernel", &D::clCreateKernel>::run;
  own.clRetainKernel = Retain<"clRetainKernel", "kernel", &D::clRetainKernel>::run;
  own.clReleaseKernel = Release<"kernel", &D::clReleaseKernel>::run;
  own.clRetainEvent = Retain<"clRetainEvent", "event", &D::clRetainEvent>::run;
  own.clReleaseEvent = Release<"event", &D::clReleaseEvent>::run;
}

void hookQueries(Dispatch& own) {
  using D = Dispatch;
  own.clRetainDevice = Status<"clRetainDevice", &D::clRetainDevice>::run;
  own.clGetPlatformIDs = Status<"clGetPlatformIDs", &D::clGetPlatformIDs>::run;
  own.clGetPlatformInfo = Status<"clGetPlatformInfo", &D::clGetPlatformInfo>::run;
  own.clGetDeviceIDs = Status<"clGetDeviceIDs", &D::clGetDeviceIDs>::run;
  own.clGetDeviceInfo = getDeviceInfo;
  own.clGetContextInfo = Status<"clGetContextInfo", &D::clGetContextInfo>::run;
  own.clGetCommandQueueInfo = Status<"clGetCommandQueueInfo", &D::clGetCommandQueueInfo>::run;
  own.clGetMemObjectInfo = Status<"clGetMemObjectInfo", &D::clGetMemObjectInfo>::run;
  own.clGetProgramInfo = Status<"clGetProgramInfo", &D::clGetProgramInfo>::run;
  own.clGetProgramBuildInfo = getProgramBuildInfo;
  own.clGetKernelInfo = Status<"clGetKernelInfo", &D::clGetKernelInfo>::run;
  own.clGetKernelWorkGroupInfo = Status<"clGetKernelWorkGroupInfo", &D::clGetKernelWorkGroupInfo>::run;
  own.clGetEventInfo = Status<"clGetEventInfo", &D::clGetEventInfo>::run;
  own.clGetEventProfilingInfo = Status<"clGetEventProfilingInfo", &D::clGetEventProfilingInfo>::run;
}

void hookCommands(Dispatch& own) {
  using D = Dispatch;
  own.clBuildProgram = buildProgram;
  own.clSetKernelArg = Status<"clSetKernelArg", &D::clSetKernelArg>::run;
  own.clEnqueueNDRangeKernel = enqueueKernel;
  own.clEnqueueReadBuffer = Status<"clEnqueueReadBuffer", &D::clEnqueueReadBuffer>::run;
  own.clEnqueueWriteBuffer = Status<"clEnqueueWriteBuffer", &D::clEnqueueWriteBuffer>::run;
  own.clEnqueueCopyBuffer = Status<"clEnqueueCopyBuffer", &D::clEnqueueCopyBuffer>::run;
  own.clEnqueueFillBuffer = Status<"clEnqueueFillBuffer", &D::clEnqueueFillBuffer>::run;
  own.clEnqueueMarkerWithWaitList =
      Status<"clEnqueueMarkerWithWaitList", &D::clEnqueueMarkerWithWaitList>::run;
  own.clEnqueueBarrierWithWaitList =
      Status<"clEnqueueBarrierWithWaitList", &D::clEnqueueBarrierWithWaitList>::run;
  own.clEnqueueMapBuffer = enqueueMapBuffer;
  own.clEnqueueUnmapMemObject = enqueueUnmap;
  own.clFlush = Status<"clFlush", &D::clFlush>::run;
  own.clFinish = Status<"clFinish", &D::clFinish>::run;
  own.clWaitForEvents = Status<"clWaitForEvents", &D::clWaitForEvents>::run;
}

/// The plan in NORMSCOPE_FAULT, for a process that cannot be told otherwise.
void armFromEnvironment() {
  const char* text = std::getenv("NORMSCOPE_FAULT");
  if (text == nullptr) return;
  static std::string only;
  FaultPlan plan;
  const std::string all = text;
  for (std::size_t start = 0; start < all.size();) {
    const std::size_t end = std::min(all.find(',', start), all.size());
    const std::string part = all.substr(start, end - start);
    start = end + 1;
    if (part.starts_with("first=")) plan.first = std::atoll(part.c_str() + 6);
    if (part.starts_with("status=")) plan.status = std::atoi(part.c_str() + 7);
    if (part.starts_with("only=")) only = part.substr(5);
    plan.stays = plan.stays || part == "stays";
    plan.asGpu = plan.asGpu || part == "gpu";
    plan.crashes = plan.crashes || part == "crashes";
    plan.exits = plan.exits || part == "exits";
    plan.hangs = plan.hangs || part == "hangs";
    plan.idles = plan.idles || part == "idles";
  }
  if (!only.empty()) plan.only = only.c_str();
  Layer::instance().arm(plan);
}

}  // namespace
}  // namespace normscope::faults

using normscope::faults::Layer;

void normscopeFaultsArm(const normscope::faults::FaultPlan* plan) {
  Layer::instance().arm(*plan);
}

long long normscopeFaultsCalls() {
  return Layer::instance().calls();
}

const char* normscopeFaultsFailed() {
  return Layer::instance().failed();
}

long long normscopeFaultsUnfinished() {
  return Layer::instance().unfinished();
}

void normscopeFaultsAlive(char* text, std::size_t size) {
  std::snprintf(text, size, "%s", Layer::instance().alive().c_str());
}

extern "C" cl_int clGetLayerInfo(cl_layer_info about, std::size_t size, void* value, std::size_t* needed) {
  if (about != CL_LAYER_API_VERSION) return CL_INVALID_VALUE;
  constexpr cl_layer_api_version version = CL_LAYER_API_VERSION_100;
  if (value != nullptr && size < sizeof(version)) return CL_INVALID_VALUE;
  if (value != nullptr) std::memcpy(value, &version, sizeof(version));
  if (needed != nullptr) *needed = sizeof(version);
  return CL_SUCCESS;
}

extern "C" cl_int clInitLayer(cl_uint count, const cl_icd_dispatch* target, cl_uint* ownCount,
                              const cl_icd_dispatch** own) {
  static auto* const table = new cl_icd_dispatch;
  if (target == nullptr || ownCount == nullptr || own == nullptr || count < sizeof(*table) / sizeof(void*))
    return CL_INVALID_VALUE;
  *table = *target;
  Layer::instance().target = target;
  normscope::faults::hookObjects(*table);
  normscope::faults::hookQueries(*table);
  normscope::faults::hookCommands(*table);
  normscope::faults::armFromEnvironment();
  *ownCount = sizeof(*table) / sizeof(void*);
  *own = table;
  return CL_SUCCESS;
}
