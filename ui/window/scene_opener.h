#pragma once

#include <QObject>
#include <optional>
#include <string>

#include "core/document/session_json.h"
#include "core/lab/lab_json.h"
#include "ui/base/latest_job.h"
#include "ui/workspace/workspace.h"

namespace normscope {

/// Opens what a person gives the window: a tensor, or a file that holds a scene, which is restored. Files are
/// read in the background.
class SceneOpener : public QObject {
  Q_OBJECT

 public:
  explicit SceneOpener(Workspace& workspace, QObject* parent = nullptr);

  /// A path, sample:NAME or a generated tensor; the layout is for tensors that do not say their own, and
  /// `andThen` for what is to change with a tensor.
  void open(const std::string& text, const std::optional<Layout>& layout = std::nullopt,
            std::function<Document(Document)> andThen = {});

  /// Restores a session whose tensor is at `source`.
  void restore(const SavedSession& session, const std::string& source);

  /// Takes `path` for the tensor that a restored scene misses.
  void openMissing(const std::string& path);

  /// The file that a restored scene misses, as the scene names it.
  const std::optional<std::string>& missing() const { return missing_; }

 signals:
  /// One line about what was opened; empty when it no longer holds.
  void noticed(const QString& line);
  /// A file or a picture of the laboratory was opened.
  void experimentFound(const normscope::lab::SavedExperiment& saved);
  void darkWanted(bool dark);              ///< a restored scene was drawn so
  void asked();                            ///< something else is opened than what was there
  void modelFound(const QString& path);    ///< a recorded run, or a checkpoint with norms
  void severalFound(const QString& path);  ///< the file holds several tensors, none of which was named

 private:
  struct Found {
    std::optional<SavedSession> session;
    std::optional<std::string> tensor;  ///< where the scene's tensor is
    bool several = false;               ///< it holds tensors, of which one must be chosen
    bool model = false;                 ///< it is a recorded run, or a checkpoint with norms
    std::optional<lab::SavedExperiment> experiment = {};
  };

  void openExperiment(const lab::SavedExperiment& saved, const std::string& file);
  void restoreOnASample(SavedSession session);
  void forgetMissing();
  void sayWhatDiffers(const SavedSession& session, const Shape& shape);
  /// A file of a scene, and the hash that it had.
  struct HashedFile {
    std::string path;
    std::string sha256;
  };

  void compareHashes(const Scene& scene, const std::string& tensor);
  void compareHashes(const std::vector<HashedFile>& files);

  Workspace& workspace_;
  std::optional<std::string> missing_;
  std::optional<std::string> missingHash_;
  std::string restored_;  ///< the source that a scene brought
  LatestJob reading_;
  LatestJob hashing_;
};

}  // namespace normscope
