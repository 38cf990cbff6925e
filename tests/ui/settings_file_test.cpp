#include "ui/base/settings_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QSettings>
#include <csignal>

#include "tests/core/temporary_folder.h"

namespace normscope {
namespace settings_file_test {

class SettingsFiles : public testing::Test {
 protected:
  SettingsFile open() const { return SettingsFile(QString::fromStdString(path)); }

  TemporaryFolder folder;
  std::string path = folder.file("normscope.ini");
};

TEST_F(SettingsFiles, KeepWhatIsSaved) {
  const QByteArray bytes("\x00\x01\xff geometry", 12);
  SettingsFile written = open();
  EXPECT_EQ(written.problem(), "");
  EXPECT_FALSE(written.value("theme").isValid());
  written.setValue("theme", "dark");
  written.setValue("window/geometry", bytes);
  written.setValue("session/source", "/tmp/a, b;ü \"c\".npy");
  written.setValue("recent", QStringList{"/a", "/b,c"});
  written.setValue("session/opening", true);
  EXPECT_TRUE(written.save());
  EXPECT_EQ(folder.entries(), std::vector<std::string>{"normscope.ini"});
  const SettingsFile read = open();
  EXPECT_EQ(read.problem(), "");
  EXPECT_EQ(read.value("theme").toString(), "dark");
  EXPECT_EQ(read.value("window/geometry").toByteArray(), bytes);
  EXPECT_EQ(read.value("session/source").toString(), "/tmp/a, b;ü \"c\".npy");
  EXPECT_EQ(read.value("recent").toStringList(), (QStringList{"/a", "/b,c"}));
  EXPECT_TRUE(read.value("session/opening").toBool());
}

TEST_F(SettingsFiles, ReadWhatQSettingsWrote) {
  {
    QSettings before(QString::fromStdString(path), QSettings::IniFormat);
    before.setValue("window/splitter-main", QByteArray("\x00\xff", 2));
    before.setValue("session/norm", "group:groups=2");
  }
  const SettingsFile read = open();
  EXPECT_EQ(read.problem(), "");
  EXPECT_EQ(read.value("window/splitter-main").toByteArray(), QByteArray("\x00\xff", 2));
  EXPECT_EQ(read.value("session/norm").toString(), "group:groups=2");
}

TEST_F(SettingsFiles, RemoveAKeyOrAGroup) {
  SettingsFile settings = open();
  for (const char* key : {"session", "session/norm", "session/source", "session-2", "theme"})
    settings.setValue(key, "x");
  settings.remove("session");
  settings.remove("theme");
  EXPECT_TRUE(settings.save());
  const SettingsFile read = open();
  for (const char* key : {"session", "session/norm", "session/source", "theme"})
    EXPECT_FALSE(read.value(key).isValid()) << key;
  EXPECT_TRUE(read.value("session-2").isValid());
  settings.remove("session-2");
  EXPECT_TRUE(settings.save());
  EXPECT_FALSE(open().value("session-2").isValid());
  EXPECT_EQ(open().problem(), "");
}

/// The folder of a fresh account is made.
TEST_F(SettingsFiles, AreMadeWithTheirFolder) {
  path = folder.file("config/normscope/normscope.ini");
  SettingsFile settings = open();
  EXPECT_EQ(settings.problem(), "");
  settings.setValue("theme", "dark");
  EXPECT_TRUE(settings.save());
  EXPECT_EQ(open().value("theme").toString(), "dark");
}

/// Neither has half of the other's.
TEST_F(SettingsFiles, OfTwoWindowsTheLastOneWins) {
  SettingsFile first = open(), second = open();
  first.setValue("session/source", "a.npy");
  first.setValue("session/layout", "NHWC");
  first.setValue("only", "in the first");
  second.setValue("session/source", "b.npy");
  EXPECT_TRUE(first.save());
  EXPECT_TRUE(second.save());
  const SettingsFile read = open();
  EXPECT_EQ(read.value("session/source").toString(), "b.npy");
  EXPECT_FALSE(read.value("session/layout").isValid());
  EXPECT_FALSE(read.value("only").isValid());
}

TEST_F(SettingsFiles, ThatAreBrokenAreReplacedAndSaidToBe) {
  const std::string line =
      ": it is no settings file; the program starts as if nothing were remembered, and replaces it when it "
      "ends";
  const std::string large(3 << 20, 'x');
  const std::vector<std::string> broken = {"theme=dark\n\x01\x02 no key and no value\n", "[unfinished\nx",
                                           std::string("theme=dark\0\n", 12),
                                           "theme=@Variant(\\0\\0\\0\\x7f)\n", "[session]\nsource=" + large};
  for (const std::string& bytes : broken) {
    folder.fileOf("normscope.ini", bytes);
    SettingsFile settings = open();
    EXPECT_EQ(settings.problem(), path + line) << bytes.substr(0, 40);
    EXPECT_FALSE(settings.value("theme").isValid());
    settings.setValue("theme", "light");
    EXPECT_TRUE(settings.save());
    EXPECT_EQ(settings.problem(), "");
    EXPECT_EQ(open().value("theme").toString(), "light");
    EXPECT_EQ(open().problem(), "");
  }
}

TEST_F(SettingsFiles, ThatCannotBeWrittenSaySoFromTheStart) {
  const std::string file = folder.fileOf("file", "x");
  path = file + "/normscope/normscope.ini";
  SettingsFile settings = open();
  const std::string line = path +
                           ": it cannot be written (Not a directory); what changes now is not remembered for "
                           "the next start";
  EXPECT_EQ(settings.problem(), line);
  settings.setValue("theme", "dark");
  EXPECT_FALSE(settings.save());
  EXPECT_EQ(settings.problem(), line);
  EXPECT_EQ(settings.value("theme").toString(), "dark");  // this window has it all the same
}

TEST_F(SettingsFiles, ThatMayNotBeReadOrWrittenSaySo) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read and write everything";
  folder.fileOf("normscope.ini", "theme=dark\n");
  ASSERT_EQ(::chmod(path.c_str(), 0400), 0);
  EXPECT_EQ(open().problem(), path +
                                  ": it cannot be written (Permission denied); what changes now is not "
                                  "remembered for the next start");
  EXPECT_EQ(open().value("theme").toString(), "dark");
  ASSERT_EQ(::chmod(path.c_str(), 0200), 0);
  EXPECT_EQ(open().problem(), path +
                                  ": it cannot be read (Permission denied); the program starts as if nothing "
                                  "were remembered, and replaces it when it ends");
  ASSERT_EQ(::chmod(path.c_str(), 0000), 0);
  EXPECT_EQ(open().problem(),
            path +
                ": it cannot be read (Permission denied) and it cannot be written (Permission "
                "denied); nothing is remembered, from the last start or for the next");
}

TEST_F(SettingsFiles, ThatAreAFolderSaySo) {
  ASSERT_EQ(::mkdir(path.c_str(), 0700), 0);
  SettingsFile settings = open();
  EXPECT_EQ(settings.problem(),
            path + ": it is a folder; nothing is remembered, from the last start or for the next");
  EXPECT_FALSE(settings.save());
  EXPECT_EQ(settings.problem(),
            path + ": it is a folder; what changes now is not remembered for the next start");
}

/// The old file stays.
TEST_F(SettingsFiles, ThatFindNoRoomSaySo) {
  SettingsFile settings = open();
  settings.setValue("theme", "dark");
  ASSERT_TRUE(settings.save());
  settings.setValue("theme", QString(100000, 'x'));
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const auto handler = ::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{10000, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  EXPECT_FALSE(settings.save());
  ::setrlimit(RLIMIT_FSIZE, &before);
  ::signal(SIGXFSZ, handler);
  EXPECT_EQ(settings.problem(), path +
                                    ": it cannot be written (the disk may be full); what changes now is not "
                                    "remembered for the next start");
  EXPECT_EQ(open().value("theme").toString(), "dark");
  EXPECT_EQ(folder.entries(), std::vector<std::string>{"normscope.ini"});
}

}  // namespace settings_file_test
}  // namespace normscope
