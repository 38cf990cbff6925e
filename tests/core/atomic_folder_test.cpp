#include "core/io/atomic_folder.h"

#include <gtest/gtest.h>

#include "tests/core/expect_error.h"
#include "tests/core/temporary_folder.h"

namespace normscope {
namespace atomic_folder_test {

using Names = std::vector<std::string>;

class AtomicFolderTest : public testing::Test {
 protected:
  Names entriesOf(const std::string& name) const {
    Names names;
    for (const auto& entry : std::filesystem::directory_iterator(place_.file(name)))
      names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
  }

  void refuses(const std::string& path, const std::string& reason) {
    expectError([&] { AtomicFolder(path, {"a", "b"}); }, Fault::failed, reason);
  }

  TemporaryFolder place_;
};

TEST_F(AtomicFolderTest, AppearsWhole) {
  AtomicFolder folder(place_.file("r/"), {"a", "b"});
  folder.write("a", "one");
  EXPECT_FALSE(std::filesystem::exists(place_.file("r")));
  folder.write("b", std::string_view("t\0o", 3));
  folder.commit();
  EXPECT_EQ(place_.entries(), Names{"r"});
  EXPECT_EQ(entriesOf("r"), (Names{"a", "b"}));
  EXPECT_EQ(contentsOf(place_.file("r/b")), std::string("t\0o", 3));
}

TEST_F(AtomicFolderTest, StaysAsItWasWithoutCommit) {
  std::filesystem::create_directory(place_.file("r"));
  place_.fileOf("r/a", "old");
  {
    AtomicFolder folder(place_.file("r"), {"a", "b"});
    folder.write("a", "new");
    AtomicFolder other(place_.file("s"), {"a"});
    other.write("a", "new");
  }
  EXPECT_EQ(place_.entries(), Names{"r"});
  EXPECT_EQ(contentsOf(place_.file("r/a")), "old");
}

TEST_F(AtomicFolderTest, ReplacesOneOfItsKind) {
  std::filesystem::create_directory(place_.file("r"));
  std::filesystem::create_directory_symlink("r", place_.file("link"));
  for (const std::string content : {"first", "second"}) {
    AtomicFolder folder(place_.file("link"), {"a", "b"});
    folder.write(content == "first" ? "a" : "b", content);
    folder.commit();
    EXPECT_EQ(place_.entries(), (Names{"link", "r"}));
    EXPECT_EQ(entriesOf("r"), Names{content == "first" ? "a" : "b"});
  }
  EXPECT_TRUE(std::filesystem::is_symlink(place_.file("link")));
}

TEST_F(AtomicFolderTest, WhatIsSomebodyElsesStays) {
  std::filesystem::create_directory(place_.file("r"));
  place_.fileOf("r/a", "old");
  place_.fileOf("r/thesis.tex", "years");
  refuses(place_.file("r"), place_.file("r") +
                                ": it holds 'thesis.tex', which would be lost with the folder; give a folder "
                                "that is empty or not there");
  const std::string file = place_.fileOf("file", "");
  refuses(file, file + ": it is no folder; give the path of a folder");
  refuses("", "output folder: its name is empty; give the path of a folder");
  refuses(place_.file("no/r"), place_.file("no/r") + ": the folder '" + place_.file("no") +
                                   "' does not exist; make it first or give another path");
  EXPECT_EQ(place_.entries(), (Names{"file", "r"}));
}

TEST_F(AtomicFolderTest, WhatCameMeanwhileStays) {
  AtomicFolder folder(place_.file("r"), {"a"});
  folder.write("a", "new");
  std::filesystem::create_directory(place_.file("r"));
  place_.fileOf("r/thesis.tex", "years");
  expectError(
      [&] { folder.commit(); }, Fault::failed,
      place_.file("r") +
          ": it holds 'thesis.tex', which would be lost with the folder; give a folder that is empty or "
          "not there");
  EXPECT_EQ(contentsOf(place_.file("r/thesis.tex")), "years");
}

/// A process of this number can't be.
TEST_F(AtomicFolderTest, WhatAKilledProcessLeftGoes) {
  std::filesystem::create_directory(place_.file(".normscope-999999999-1"));
  place_.fileOf(".normscope-999999999-1/a", "half");
  AtomicFolder folder(place_.file("r"), {"a"});
  folder.commit();
  EXPECT_EQ(place_.entries(), Names{"r"});
}

}  // namespace atomic_folder_test
}  // namespace normscope
