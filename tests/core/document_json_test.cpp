#include "core/document/document_json.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "core/document/changes.h"
#include "core/document/spec_edit.h"
#include "core/norm/norm_registry.h"
#include "core/norm/reduction_plan.h"

namespace normscope {
namespace document_json_test {

/// Documents as a person may make them, from a seed.
class RandomDocuments {
 public:
  explicit RandomDocuments(std::uint32_t seed) : random_(seed) {}

  Document next() {
    Document document = emptyDocument();
    tensor(document);
    for (int changes = upTo(8); changes >= 0; --changes) change(document);
    return document;
  }

 private:
  int upTo(int most) { return static_cast<int>(random_() % static_cast<std::uint32_t>(most + 1)); }
  bool maybe() { return upTo(1) == 1; }
  double between(double low, double high) { return std::uniform_real_distribution(low, high)(random_); }

  template <typename Values>
  auto oneOf(const Values& values) {
    return *std::next(std::begin(values), upTo(static_cast<int>(std::size(values)) - 1));
  }

  void tensor(Document& document) {
    const Layout layout = Layout::parse(
        oneOf(std::vector<const char*>{"C", "N", "NC", "CN", "HW", "NHW", "NCL", "BTF", "NCHW", "NHWC",
                                       "CHWN", "NCDHW", "NDHWC", "NCTDHW", "XYZW", "ANC"}));
    std::string text;
    Extents extents;
    const bool isFile = maybe();
    for (int i = 0; i < layout.rank(); ++i) {
      extents.push_back(isFile && upTo(19) == 0 ? 0 : 1 + upTo(7));
      text += (i == 0 ? "" : ",") + std::to_string(extents.back());
    }
    static const std::vector<std::string> files = {"x.npy", "/tmp/ä \"b\"\\c.npy", "./normal.npy",
                                                   "<&>]]>.npy", "archive.npz:y"};
    const std::string source =
        isFile ? oneOf(files) : oneOf(std::vector<std::string>{"normal:", "uniform:"}) + text;
    document = withTensor(document, source, Shape(layout, extents));
  }

  NormSpec spec(const Shape& shape) {
    const NormInfo& info = oneOf(normRegistry());
    NormSpec spec =
        changedKind(parseNormSpec(oneOf(std::vector<const char*>{
                        "batch:eps=0.1,eps_at=outside", "instance:mode=eval", "rms", "l2:eps_at=inside",
                        "batch:momentum=none,variance=unbiased", "batch:momentum=0.30000000000000004"})),
                    info.kind, shape, 1 + upTo(7));
    if (info.isRequired("groups") && maybe()) spec.groups = 1 + upTo(11);
    if (info.hasKey("workers") && maybe()) spec.workers = 1 + upTo(7);
    if (info.hasKey("over") && maybe())
      spec.over = oneOf(std::vector<const char*>{"C", "W+C", "N+H", "Z", "T+F"});
    if (info.hasKey("center")) spec.center = maybe();
    if (!spec.subtractsMean()) spec.variance = VarianceEstimator::biased;
    if (maybe()) spec.affine = oneOf(info.allowedAffine);
    if (maybe()) spec.eps = between(0, 1);
    return spec;
  }

  View view(const Document& document) {
    View view;
    view.page = static_cast<Page>(upTo(3));
    view.shown = static_cast<Shown>(upTo(5));
    view.cube.reveal = static_cast<CubeReveal>(upTo(2));
    view.cube.openAlong = static_cast<CubeAxis>(upTo(2));
    view.cube.axes = maybe();
    view.parameters = maybe();
    view.memory = maybe();
    view.camera = view.camera.turned(between(-720, 720), between(-200, 200)).zoomed(between(0.01, 20));
    const char letter = oneOf(document.shape.layout().letters());
    if (roleOf(letter) == AxisRole::spatial) view.cube.unfold = letter;
    return view;
  }

  void change(Document& document) {
    switch (upTo(11)) {
      case 0:
        return tensor(document);
      case 1:
      case 2:
        document = withSpec(document, spec(document.shape));
        return;
      case 3:
        document = withNormCount(document, oneOf(std::vector<std::size_t>{1, 2, 4}));
        return;
      case 4:
        document = withOther(document, spec(document.shape));
        return;
      case 5:
        document = withActive(document, static_cast<std::size_t>(upTo(3)));
        return;
      case 6:
        document = withView(document, view(document));
        return;
      case 7:
        document = withSelection(document, {upTo(3000), maybe()});
        return;
      case 8:
        document = withRunning(document, running(document.shape.channelCount()));
        return;
      case 10:
        document = withParameters(document, {parameter(document), parameter(document)});
        return;
      case 9:
        document = withLaboratory(document, laboratory());
        return;
      default:
        document = withDevice(document, {static_cast<DeviceChoice::Kind>(upTo(2)), 0});
        if (document.device.kind == DeviceChoice::Kind::opencl) document.device.index = upTo(12);
    }
  }

  /// One that fits, as a rule.
  std::optional<LayerParameter> parameter(const Document& document) {
    if (maybe()) return std::nullopt;
    const Extents extents = parameterShapeFor(document.shape, document.spec()).value_or(Extents{3});
    std::string shape;
    for (const std::int64_t extent : extents) shape += (shape.empty() ? "" : ",") + std::to_string(extent);
    if (extents.empty() || maybe()) return LayerParameter{"m.safetensors::a.weight", extents};
    return LayerParameter{oneOf(std::vector<std::string>{"normal:", "uniform:"}) + shape, extents};
  }

  Laboratory laboratory() {
    Laboratory lab;
    if (maybe()) return lab;
    lab.experiment = static_cast<Experiment>(upTo(2));
    lab.samples = static_cast<LabSamples>(upTo(2));
    const std::vector<const char*> lists = {"none", "batch:workers=2,layer",
                                            "rms,group:groups=3,eps=0.1,none"};
    lab.statistics.norms = lab::parseLabNorms(lists[1 + static_cast<std::size_t>(upTo(1))], "norms");
    lab.training.norms = lab::parseLabNorms(oneOf(lists), "norms");
    lab.training.batchSizes = {upTo(1298), 0, 3};
    lab.training.learningRate = between(0, 100);
    lab.training.lastSide = 1 + upTo(3);
    lab.training.order = static_cast<lab::BatchOrder>(upTo(1));
    lab.timeline.convention = static_cast<lab::Convention>(upTo(2));
    lab.timeline.momentum = between(0, 1);
    lab.timeline.startMean = between(-1e300, 1e300);
    lab.timeline.useRunning = maybe();
    if (maybe()) lab.timeline.frozenFrom = upTo(500);
    lab.batch = upTo(400);
    lab.channel = upTo(4000);
    if (maybe()) lab.curvesOf = 1 + upTo(40);
    lab.published = maybe();
    return lab;
  }

  std::shared_ptr<const RunningStatistics> running(std::int64_t channels) {
    if (upTo(3) == 0) return nullptr;
    RunningStatistics statistics = RunningStatistics::fresh(channels);
    for (double& mean : statistics.mean) mean = between(-1, 1) * oneOf(std::vector{0.0, 1e-310, 1.0, 1e300});
    for (double& variance : statistics.variance)
      variance = between(0, 1) * oneOf(std::vector{0.0, 1e-310, 1.0});
    statistics.batchesTracked = upTo(1000);
    return std::make_shared<const RunningStatistics>(std::move(statistics));
  }

  std::mt19937 random_;
};

/// A session holds norms as they were adapted to the shape.
Document asSaved(Document document) {
  for (DocumentNorm& norm : document.norms) norm.asked = norm.spec;
  return document;
}

bool hasPlans(const Document& document) {
  try {
    for (const DocumentNorm& norm : document.norms) plan(document.shape, norm.spec);
    return true;
  } catch (const Error&) {
    return false;
  }
}

/// Whether version 1 can say it.
bool isOfTheFirstVersion(const Document& document) {
  for (const DocumentNorm& norm : document.norms) {
    if (norm.spec.kind == NormKind::l2 || norm.spec.epsAt == EpsAt::max) return false;
  }
  return document.view.page == Page::cube && document.parameters.isEmpty() &&
         document.laboratory == Laboratory() && document.model.empty() &&
         document.view.shown != Shown::difference && hasPlans(document);
}

TEST(DocumentJson, WhatIsSavedOpensAsItWas) {
  int ofTheFirst = 0;
  constexpr std::uint32_t documents = 3000;
  for (std::uint32_t seed = 0; seed < documents; ++seed) {
    const Document document = RandomDocuments(seed).next();
    const std::string theme = seed % 2 == 0 ? "light" : "dark";
    const std::string text = toJson(savedOf(document, theme));
    try {
      const SavedSession saved = readSession(text, "x");
      ASSERT_EQ(documentOf(saved), asSaved(document)) << "seed " << seed << '\n' << text;
      ASSERT_EQ(saved.scene.theme, theme);
    } catch (const Error& error) {
      FAIL() << "seed " << seed << ": " << error.what() << '\n' << text;
    }
    const bool first = isOfTheFirstVersion(document);
    ofTheFirst += first ? 1 : 0;
    ASSERT_EQ(text.find("\"version\": 2,") == std::string::npos, first) << "seed " << seed << '\n' << text;
    ASSERT_TRUE(text.starts_with(first ? "{\n  \"normscope\": \"session\",\n  \"version\": 1,"
                                       : "{\n  \"normscope\": \"session\",\n  \"version\": 2,"))
        << "seed " << seed << '\n'
        << text;
  }
  EXPECT_GT(ofTheFirst, 100);
  EXPECT_LT(ofTheFirst, static_cast<int>(documents) - 100);
}

TEST(DocumentJson, TheFirstVersionIsToTheByteWhatItWas) {
  EXPECT_EQ(toJson(savedOf(startDocument(), "light")), R"({
  "normscope": "session",
  "version": 1,
  "scene": {
    "normscope": "scene",
    "version": 1,
    "source": "normal:8,6,8,8",
    "layout": "NCHW",
    "shape": [
      8,
      6,
      8,
      8
    ],
    "norms": [
      "group:groups=2"
    ],
    "selection": [
      0,
      0,
      0,
      0
    ],
    "pinned": false,
    "show": "set",
    "camera": {
      "yaw": 45.0,
      "pitch": 28.0,
      "zoom": 1.0
    },
    "reveal": "glass",
    "open_along": "batch",
    "unfold": null,
    "overlays": [],
    "theme": "light"
  },
  "norm": 0,
  "device": "auto"
}
)");
}

TEST(DocumentJson, TheWindowShowsOneTwoOrFourNormsAndTheActiveOneAmongThem) {
  const std::vector<std::pair<std::size_t, std::size_t>> counts = {{1, 1}, {2, 2}, {3, 2},
                                                                   {4, 4}, {5, 4}, {64, 4}};
  for (const auto& [count, shown] : counts) EXPECT_EQ(normsInWindow(count), shown) << count;
  SavedSession saved = savedOf(startDocument(), "light");
  saved.scene.norms = {parseNormSpec("batch"), parseNormSpec("layer"), parseNormSpec("rms")};
  saved.norm = 2;
  const Document document = documentOf(saved);
  EXPECT_EQ(document.norms.size(), 2U);
  EXPECT_EQ(toText(document.spec()), "rms");
  EXPECT_EQ(toText(document.norms[0].spec), "batch");
}

TEST(DocumentJson, RunningStatisticsThatAreNotFiniteAreLeftOut) {
  RunningStatistics running = RunningStatistics::fresh(6);
  running.variance[2] = std::numeric_limits<double>::infinity();
  const Document document = withRunning(startDocument(), std::make_shared<const RunningStatistics>(running));
  EXPECT_EQ(savedOf(document, "light").running, std::nullopt);
}

TEST(DocumentJson, APictureIsWithoutNormsThatHaveNoPlan) {
  Document document = withOther(startDocument(), parseNormSpec("group:groups=5"));
  EXPECT_EQ(sceneOf(document, "dark").norms, std::vector{parseNormSpec("group:groups=2")});
  EXPECT_EQ(savedOf(document, "dark").scene.norms.size(), 2U);
  document = withActive(document, 1);
  document = withNormCount(document, 1);
  EXPECT_TRUE(sceneOf(document, "dark").norms.empty());
}

}  // namespace document_json_test
}  // namespace normscope
