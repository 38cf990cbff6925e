#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace normscope {

/// A folder of files that appears under its name complete or not at all. It is filled under a hidden
/// temporary name beside it and renamed by commit(), once the disk holds it; until then a folder of that name
/// stays as it was. What programs left which were killed is removed first. Every function throws Error
/// (failed) that names `path` or a file in it.
class AtomicFolder {
 public:
  /// Makes the temporary folder. `names` is all that it may ever hold. Refused: an empty path, what is there
  /// and no folder, a folder that holds something else, which would be lost, a folder in one that does not
  /// exist. A symbolic link is followed.
  AtomicFolder(std::string path, std::vector<std::string> names);

  /// Removes the temporary folder unless commit() was called.
  ~AtomicFolder();
  AtomicFolder(const AtomicFolder&) = delete;
  AtomicFolder& operator=(const AtomicFolder&) = delete;

  /// A file of the folder, one of `names`, once each.
  void write(const std::string& name, std::string_view bytes);

  /// Gives the folder its name, in place of the one that is there, whose files go. Call it once, last.
  void commit();

 private:
  void refuseOtherThings() const;
  void createTemporary();
  [[noreturn]] void fail(const std::string& path, int error) const;

  std::string path_;    ///< as the caller wrote it
  std::string target_;  ///< with symbolic links followed
  std::string temporaryPath_;
  std::vector<std::string> names_;
  bool exists_ = false;
  int lock_ = -1;  ///< of the temporary folder: somebody still needs it
};

}  // namespace normscope
