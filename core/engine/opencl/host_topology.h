#pragma once

namespace normscope {

/// Lets PoCL run where /sys is not mounted, as in a bare chroot: its hwloc then counts no memory, and PoCL
/// ends the whole process ("Not enough memory to run on this device"). Tells hwloc the memory and cores of
/// this machine, unless /sys is there or the user has told it. Call it before the first OpenCL call; again
/// does nothing.
void describeHostToOpenCl();

}  // namespace normscope
