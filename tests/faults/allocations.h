#pragma once

/// Memory that runs out: linked into a test program, this replaces operator new and malloc, and mmap and
/// munmap where the linker is told to wrap them.
namespace normscope::faults {

/// The Nth allocation of this thread from now on fails, once; 0: none. Those of operator new throw
/// std::bad_alloc, those of mmap are refused by the system.
void failAllocation(long long first);

/// The same, those of malloc, calloc and realloc included: what libraries in C take. (Not under sanitizers,
/// whose own they are.)
void failAnyAllocation(long long first);

/// Whether the allocation was reached that was to fail.
bool allocationFailed();

/// Blocks of all threads that were allocated and not freed, mappings included.
long long liveAllocations();

}  // namespace normscope::faults
