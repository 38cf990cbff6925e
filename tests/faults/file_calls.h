#pragma once

/// Calls of the system on files that fail: linked into a test program that tells the linker to wrap them,
/// this stands in front of open, fstat, read, pread, write, fsync, close, rename, ftruncate and
/// posix_fallocate.
namespace normscope::faults {

/// The Nth such call of this thread from now on fails with EIO, once; 0: none.
void failFileCall(long long first);

/// Whether the call was reached that was to fail.
bool fileCallFailed();

/// Whether read, pread and write of this thread take one byte at a time, as they may.
void shortenFileCalls(bool isShort);

}  // namespace normscope::faults
