#include "ui/tools/tool_registry.h"

#include <QCoreApplication>

#include "ui/tools/compare/compare_panel.h"
#include "ui/tools/elements/set_elements.h"
#include "ui/tools/equivalence/equivalence_panel.h"
#include "ui/tools/help/help_panel.h"
#include "ui/tools/match/match_view.h"
#include "ui/tools/rosetta/rosetta_panel.h"
#include "ui/tools/tensors/tensor_list.h"

namespace normscope {
namespace {

template <typename Made>
Tool* make(Workspace& workspace) {
  return new Made(workspace);
}

}  // namespace

const std::vector<ToolInfo>& toolRegistry() {
  static const std::vector<ToolInfo> tools = {
      {"match",
       QT_TRANSLATE_NOOP("normscope", "&Which norm turned x into y…"),
       QT_TRANSLATE_NOOP("normscope", "Which norm turned x into y?"),
       "Ctrl+M",
       ToolPlace::norms,
       {860, 600},
       make<MatchView>},
      {"compare",
       QT_TRANSLATE_NOOP("normscope", "&Compare two norms…"),
       QT_TRANSLATE_NOOP("normscope", "Compare two norms"),
       "Ctrl+D",
       ToolPlace::norms,
       {720, 480},
       make<ComparePanel>},
      {"equivalence",
       QT_TRANSLATE_NOOP("normscope", "Which are the &same…"),
       QT_TRANSLATE_NOOP("normscope", "Which norms are the same?"),
       "Ctrl+T",
       ToolPlace::norms,
       {960, 640},
       make<EquivalencePanel>},
      {"rosetta",
       QT_TRANSLATE_NOOP("normscope", "This norm in c&ode…"),
       QT_TRANSLATE_NOOP("normscope", "This norm in code"),
       "Ctrl+J",
       ToolPlace::norms,
       {760, 440},
       make<RosettaPanel>},
      {"elements",
       QT_TRANSLATE_NOOP("normscope", "&Elements of the set…"),
       QT_TRANSLATE_NOOP("normscope", "Elements of the set"),
       "Ctrl+E",
       ToolPlace::view,
       {680, 640},
       make<SetElements>},
      {"tensors",
       QT_TRANSLATE_NOOP("normscope", "&Tensors in the file…"),
       QT_TRANSLATE_NOOP("normscope", "Tensors in the file"),
       "Ctrl+Shift+O",
       ToolPlace::view,
       {760, 560},
       make<TensorList>},
      {"help",
       QT_TRANSLATE_NOOP("normscope", "&Help…"),
       QT_TRANSLATE_NOOP("normscope", "Help"),
       "Shift+F1",
       ToolPlace::help,
       {980, 720},
       make<HelpPanel>},
  };
  return tools;
}

}  // namespace normscope
