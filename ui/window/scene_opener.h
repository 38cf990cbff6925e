#pragma once

#include <QObject>
#include <optional>
#include <string>

#include "core/document/session_json.h"
#include "ui/base/latest_job.h"

namespace normscope {

class MainWindow;

/// Opens what a person gives the window: a tensor, or a file that holds a scene, which is restored. Files are
/// read in the background.
class SceneOpener : public QObject {
  Q_OBJECT

 public:
  explicit SceneOpener(MainWindow& window);

  /// A path, sample:NAME or a generated tensor; the layout is for tensors that do not say their own.
  void open(const std::string& text, const std::optional<Layout>& layout = std::nullopt);

  /// Takes `path` for the tensor that a restored scene misses.
  void openMissing(const std::string& path);

  /// The file that a restored scene misses, as the scene names it.
  const std::optional<std::string>& missing() const { return missing_; }

 signals:
  /// One line about what was opened; empty when it no longer holds.
  void noticed(const QString& line);

 private:
  struct Found {
    std::optional<SavedSession> session;
    std::optional<std::string> tensor;  ///< where the scene's tensor is
  };

  void restore(const SavedSession& session, const std::string& source);
  void restoreOnASample(SavedSession session);
  void finishRestoring();
  void compareHash(const std::string& path, const std::string& sha256);

  MainWindow& window_;
  std::optional<SavedSession> pending_;  ///< restored once its tensor is open
  std::optional<std::string> missing_;
  std::optional<std::string> missingHash_;
  LatestJob reading_;
  LatestJob hashing_;
};

}  // namespace normscope
