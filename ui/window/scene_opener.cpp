#include "ui/window/scene_opener.h"

#include <filesystem>

#include "core/document/changes.h"
#include "core/document/document_json.h"
#include "core/error.h"
#include "core/io/formats/open_tensor_file.h"
#include "core/io/generate.h"
#include "core/io/tensor_ref.h"
#include "core/model/checkpoint_layers.h"
#include "core/model/run_file.h"
#include "core/text/list.h"
#include "ui/draw/scene/scene_file.h"

namespace normscope {
namespace {

/// A scene of a stranger must not take the memory of the machine: 4 GB of float32.
constexpr std::int64_t mostElements = std::int64_t{1} << 30;

std::string fileName(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

/// Whether a file holds several tensors and the text names none; and whether it is about a model: a recorded
/// run, or a checkpoint with norms. An .npz is a collection of arrays. What can't be opened at all is said by
/// who opens it.
void look(const std::string& text, bool& several, bool& model) {
  try {
    if (!splitFileText(text).rest.empty()) return;
    const TensorFile file = openTensorFile(text);
    several = file.entries.size() > 1;
    model = isRun(file) || (several && file.format != "npz" && !findNormLayers(file).empty());
  } catch (const Error&) {
    several = model = false;
  }
}

QString absolute(const std::string& path) {
  return QString::fromStdString(std::filesystem::absolute(path).lexically_normal().string());
}

void refuseHugeTensors(const Scene& scene, bool isGenerated, const std::string& path) {
  if (!isGenerated || scene.shape.elementCount() <= mostElements) return;
  throw failure(path, "its tensor would be generated with more than 2^30 elements",
                "open such a tensor by its text, " + scene.source);
}

}  // namespace

SceneOpener::SceneOpener(Workspace& workspace, QObject* parent) : QObject(parent), workspace_(workspace) {
  connect(&workspace, &Workspace::sourceChanged, this, [this] {
    if (workspace_.source() != restored_) forgetMissing();  // another tensor has been chosen since
  });
}

void SceneOpener::forgetMissing() {
  restored_.clear();
  missing_.reset();
  emit noticed({});
}

void SceneOpener::open(const std::string& text, const std::optional<Layout>& layout,
                       std::function<Document(Document)> andThen) {
  hashing_.cancel();
  reading_.cancel();
  forgetMissing();
  emit asked();
  workspace_.forgetOpening();
  if (!isFileSource(text)) return workspace_.open(text, layout, std::move(andThen));
  reading_.start(
      [text](const Progress&) {
        if (auto experiment = experimentIn(text)) return Found{{}, {}, false, false, std::move(experiment)};
        Found found{sessionIn(text), std::nullopt};
        if (!found.session) {
          look(text, found.several, found.model);
          return found;
        }
        found.tensor = findSource(found.session->scene.source, text);
        found.session->scene = withFoundParameters(found.session->scene, text);
        const bool isGenerated = !isFileSource(found.session->scene.source) || !found.tensor;
        refuseHugeTensors(found.session->scene, isGenerated, text);
        return found;
      },
      [this, text, layout, andThen](const Found& found) {
        if (found.experiment) return openExperiment(*found.experiment, text);
        if (found.model) return void(emit modelFound(absolute(text)));
        if (found.several) return void(emit severalFound(QString::fromStdString(text)));
        if (!found.session) return workspace_.open(text, layout, andThen);
        if (!found.tensor) return restoreOnASample(*found.session);
        restore(*found.session, *found.tensor);
        compareHashes(found.session->scene, *found.tensor);
      },
      [this](const Error& error) { emit noticed(QString::fromStdString(error.what())); });
}

/// Training is of the digits; else the tensor comes first.
void SceneOpener::openExperiment(const lab::SavedExperiment& saved, const std::string& file) {
  if (saved.training || saved.source == "sample:digits" || saved.source == "sample:digit-features")
    return emit experimentFound(saved);
  std::string source = saved.source;
  if (isFileSource(source)) {
    const auto beside = std::filesystem::path(file).parent_path() / std::filesystem::path(source).filename();
    source = beside.string();
  }
  workspace_.open(source, Layout::parse(saved.layout), [this, saved](Document now) {
    QMetaObject::invokeMethod(
        this, [this, saved] { emit experimentFound(saved); }, Qt::QueuedConnection);
    return now;
  });
}

/// One step, once the tensor is there; a tensor of another shape is shown as it is.
void SceneOpener::restore(const SavedSession& session, const std::string& source) {
  restored_ = source;
  SavedSession saved = session;
  saved.scene.source = source;
  workspace_.open(source, saved.scene.shape.layout(), [this, saved](Document now) {
    const bool fits = now.shape == saved.scene.shape;
    restored_ = now.source;
    // After the change, which ends notices about the tensor of before.
    QMetaObject::invokeMethod(
        this, [this, saved, shape = now.shape] { sayWhatDiffers(saved, shape); }, Qt::QueuedConnection);
    if (!fits) return withDevice(std::move(now), saved.device);
    if (!saved.isPicture) emit darkWanted(saved.scene.theme == "dark");
    Document restored = documentOf(saved);
    restored.source = now.source;
    return restored;
  });
}

void SceneOpener::sayWhatDiffers(const SavedSession& session, const Shape& shape) {
  if (!(shape == session.scene.shape)) {
    emit noticed(tr("%1: its shape %2 is not that of the scene, %3; the file is shown as it is")
                     .arg(QString::fromStdString(fileName(session.scene.source)),
                          QString::fromStdString(toText(shape.extents())),
                          QString::fromStdString(toText(session.scene.shape.extents()))));
    return;
  }
  const std::size_t norms = session.scene.norms.size();
  if (norms == normsInWindow(norms) || missing_) return;
  emit noticed(tr("%1 norms are in the scene; the window shows %2 of them side by side")
                   .arg(norms)
                   .arg(normsInWindow(norms)));
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

void SceneOpener::openMissing(const std::string& path) {
  const SavedSession saved = savedOf(workspace_.document(), "light");
  const std::optional<std::string> hash = missingHash_;
  forgetMissing();
  restored_ = path;
  workspace_.open(path, saved.scene.shape.layout(), [this, saved](Document now) {
    QMetaObject::invokeMethod(
        this, [this, saved, now] { sayWhatDiffers(saved, now.shape); }, Qt::QueuedConnection);
    return now;
  });
  if (hash) compareHashes({{path, *hash}});
}

/// Of the tensor, and of the weight and bias, which come from files of their own.
void SceneOpener::compareHashes(const Scene& scene, const std::string& tensor) {
  std::vector<HashedFile> files;
  const auto add = [&](const std::string& source, const std::optional<std::string>& sha256) {
    if (sha256) files.push_back({splitFileText(source).path, *sha256});
  };
  add(tensor, scene.sha256);
  if (scene.weight) add(scene.weight->source, scene.weight->sha256);
  if (scene.bias) add(scene.bias->source, scene.bias->sha256);
  compareHashes(files);
}

void SceneOpener::compareHashes(const std::vector<HashedFile>& files) {
  if (files.empty()) return;
  hashing_.start(
      [files](const Progress& progress) {
        std::vector<std::string> others;
        for (const HashedFile& file : files) {
          if (sha256Of(file.path, progress) != file.sha256) others.push_back(fileName(file.path));
        }
        return others;
      },
      [this](const std::vector<std::string>& others) {
        if (others.empty()) return;
        emit noticed(tr("%1: the file is not the one of this scene (its SHA-256 differs); its "
                        "values are shown as they are now")
                         .arg(QString::fromStdString(joinAnd(others))));
      },
      [](const Error&) {});  // reading the tensor says it
}

}  // namespace normscope
