#include "ui/window/scene_opener.h"

#include <QTimer>
#include <filesystem>

#include "core/io/generate.h"
#include "ui/draw/scene/scene_file.h"
#include "ui/window/main_window.h"
#include "ui/window/window_scene.h"

namespace normscope {
namespace {

/// A scene of a stranger must not take the memory of the machine: 4 GB of float32.
constexpr std::int64_t mostElements = std::int64_t{1} << 30;

std::string fileName(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

void refuseHugeTensors(const Scene& scene, bool isGenerated, const std::string& path) {
  if (!isGenerated || scene.shape.elementCount() <= mostElements) return;
  throw failure(path, "its tensor would be generated with more than 2^30 elements",
                "open such a tensor by its text, " + scene.source);
}

}  // namespace

SceneOpener::SceneOpener(MainWindow& window) : QObject(&window), window_(window) {
  connect(&window.session(), &Session::tensorChanged, this, &SceneOpener::finishRestoring,
          Qt::QueuedConnection);
  connect(&window.session(), &Session::sourceChanged, this, [this] {
    if (pending_) return;
    missing_.reset();  // another tensor has been chosen since
    emit noticed({});
  });
}

void SceneOpener::open(const std::string& text, const std::optional<Layout>& layout) {
  pending_.reset();
  missing_.reset();
  hashing_.cancel();
  emit noticed({});
  reading_.cancel();
  if (!isFileSource(text)) return window_.session().open(text, layout);
  reading_.start(
      [text](const Progress&) {
        Found found{sessionIn(text), std::nullopt};
        if (!found.session) return found;
        found.tensor = findSource(found.session->scene, text);
        const bool isGenerated = !isFileSource(found.session->scene.source) || !found.tensor;
        refuseHugeTensors(found.session->scene, isGenerated, text);
        return found;
      },
      [this, text, layout](const Found& found) {
        if (!found.session) return window_.session().open(text, layout);
        if (!found.tensor) return restoreOnASample(*found.session);
        restore(*found.session, *found.tensor);
        if (found.session->scene.sha256) compareHash(*found.tensor, *found.session->scene.sha256);
      },
      [this](const Error& error) { emit noticed(QString::fromStdString(error.what())); });
}

void SceneOpener::restore(const SavedSession& session, const std::string& source) {
  pending_ = session;
  pending_->scene.source = source;
  window_.session().setDevice(session.device);
  window_.session().open(source, session.scene.shape.layout());
}

void SceneOpener::restoreOnASample(SavedSession session) {
  GeneratedTensor sample;
  sample.extents = session.scene.shape.extents();
  missing_ = session.scene.source;
  missingHash_ = session.scene.sha256;
  restore(session, toText(sample));
  emit noticed(tr("%1: the file of this scene is not here; choose it, or go on with generated values of its "
                  "shape")
                   .arg(QString::fromStdString(fileName(*missing_))));
}

/// The tensor has come, or another one that was asked for since.
void SceneOpener::finishRestoring() {
  const Session& session = window_.session();
  if (!pending_ || session.source() != pending_->scene.source || !session.tensor()) return;
  const SavedSession saved = *pending_;
  pending_.reset();
  if (!(session.shape() == saved.scene.shape)) {
    emit noticed(tr("%1: its shape %2 is not that of the scene, %3; the file is shown as it is")
                     .arg(QString::fromStdString(fileName(saved.scene.source)),
                          QString::fromStdString(toText(session.shape().extents())),
                          QString::fromStdString(toText(saved.scene.shape.extents()))));
    return;
  }
  applyScene(window_, saved);
  const std::size_t norms = saved.scene.norms.size();
  if (norms == normsInWindow(saved.scene) || missing_) return;
  emit noticed(tr("%1 norms are in the scene; the window shows %2 of them side by side")
                   .arg(norms)
                   .arg(normsInWindow(saved.scene)));
}

void SceneOpener::openMissing(const std::string& path) {
  SavedSession saved = shownSession(window_);
  const std::optional<std::string> hash = missingHash_;
  missing_.reset();
  emit noticed({});
  restore(saved, path);
  if (hash) compareHash(path, *hash);
}

void SceneOpener::compareHash(const std::string& path, const std::string& sha256) {
  hashing_.start([path](const Progress& progress) { return sha256Of(path, progress); },
                 [this, path, sha256](const std::string& now) {
                   if (now == sha256) return;
                   emit noticed(tr("%1: the file is not the one of this scene (its SHA-256 differs); its "
                                   "values are shown as they are now")
                                    .arg(QString::fromStdString(fileName(path))));
                 },
                 [](const Error&) {});  // reading the tensor says it
}

}  // namespace normscope
