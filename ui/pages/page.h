#pragma once

#include <QWidget>
#include <vector>

#include "ui/base/theme.h"
#include "ui/draw/view/element_view.h"
#include "ui/workspace/workspace.h"

namespace normscope {

/// A page of the centre of the window: it reads the workspace and proposes changes to it, and knows nothing
/// else.
class PageWidget : public QWidget {
  Q_OBJECT

 public:
  using QWidget::QWidget;

  virtual void setTheme(const Theme& theme) = 0;
};

/// A page, as menus, shortcuts, the bar over the cube and tests know it.
struct PageInfo {
  Page id;
  const char* name;     ///< of its action and its button: "cube"
  const char* title;    ///< in the menu, with the mark of its key
  const char* caption;  ///< on its button
  const char* tip;
  const char* shortcut;
  bool ofTensor;  ///< it shows the open tensor: what is chosen of that and of its norms stands around it
  PageWidget* (*make)(Workspace& workspace);
};

/// All pages, in the order of Page.
const std::vector<PageInfo>& pageRegistry();

/// The page that the workspace looks at.
const PageInfo& shownPage(const Workspace& workspace);

/// Lets a view hover, select and step through the elements of the workspace.
void connectElements(ElementView& view, Workspace& workspace);

/// Selects an element, pinned; a second click on the pinned one lets go of it.
void togglePin(Workspace& workspace, std::int64_t element);

/// "A:" or "B:" where two norms are compared, and else nothing.
std::string letterOf(const Workspace& workspace, std::size_t norm);

/// The norm that is in a pane, and the pane of a norm: two change places while they are flipped.
std::size_t normInPane(const Workspace& workspace, std::size_t pane);

/// Whether B − A has a pane of its own, behind those of the norms.
bool showsDifference(const Workspace& workspace);

}  // namespace normscope
