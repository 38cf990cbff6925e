#include "ui/window/view_menu.h"

#include <functional>

#include "ui/base/translate.h"
#include "ui/draw/cube/cube_view.h"
#include "ui/pages/page.h"
#include "ui/window/main_window.h"

namespace normscope {
namespace {

/// One action that changes the document, and is checked while the document is so.
struct Choice {
  QString text;
  QString name;
  QString shortcut;
  std::function<void(Workspace&)> set;
  std::function<bool(const Document&)> isSet;
};

QAction* addChoice(QMenu& menu, MainWindow& window, const Choice& choice) {
  Workspace& workspace = window.workspace();
  QAction* action = menu.addAction(choice.text, &window, [&workspace, set = choice.set] { set(workspace); });
  action->setObjectName(choice.name);
  action->setShortcut(QKeySequence(choice.shortcut));
  action->setCheckable(true);
  const auto show = [action, &workspace, isSet = choice.isSet] {
    action->setChecked(isSet(workspace.document()));
  };
  QObject::connect(&workspace, &Workspace::viewChanged, action, show);
  QObject::connect(&workspace, &Workspace::normsChanged, action, show);
  // Choosing what is chosen does not let go of it.
  QObject::connect(action, &QAction::triggered, action, show);
  show();
  return action;
}

void addChoices(QMenu& menu, MainWindow& window, const std::vector<Choice>& choices) {
  for (const Choice& choice : choices) addChoice(menu, window, choice);
  menu.addSeparator();
}

/// A part of the view.
template <typename Set>
std::function<void(Workspace&)> viewSetter(Set set) {
  return [set](Workspace& workspace) {
    View view = workspace.view();
    set(view);
    workspace.setView(view);
  };
}

void addCameras(QMenu& menu, MainWindow& window) {
  const std::tuple<QString, const char*, CubeCamera> cameras[] = {
      {tr("As in the &paper"), "Ctrl+1", CubeCamera::paper()},
      {tr("From the &front"), "Ctrl+2", CubeCamera::front()},
      {tr("From the &top"), "Ctrl+3", CubeCamera::top()}};
  for (const auto& [text, key, camera] : cameras) {
    QAction* action =
        menu.addAction(text, &window, [&window, camera = camera] { window.cube().turnTo(camera); });
    action->setShortcut(QKeySequence(QString::fromLatin1(key)));
  }
  menu.addSeparator();
}

std::vector<Choice> pageChoices() {
  std::vector<Choice> choices;
  for (const PageInfo& page : pageRegistry()) {
    choices.push_back({tr(page.title), QStringLiteral("page-") + QString::fromLatin1(page.name),
                       QString::fromLatin1(page.shortcut),
                       viewSetter([id = page.id](View& view) { view.page = id; }),
                       [id = page.id](const Document& document) { return document.view.page == id; }});
  }
  return choices;
}

Choice shownChoice(const QString& text, const QString& name, const QString& key, Shown shown) {
  return {text, name, key, viewSetter([shown](View& view) { view.shown = shown; }),
          [shown](const Document& document) { return document.view.shown == shown; }};
}

Choice normsChoice(const QString& text, const QString& name, const QString& key, std::size_t norms) {
  return {text, name, key, [norms](Workspace& workspace) { workspace.setNormCount(norms); },
          [norms](const Document& document) { return document.norms.size() == norms; }};
}

Choice openChoice(const QString& text, const QString& name, CubeAxis axis) {
  return {text,
          name,
          {},
          viewSetter([axis](View& view) {
            view.cube.reveal = CubeReveal::opened;
            view.cube.openAlong = axis;
          }),
          [axis](const Document& document) {
            const CubeViewOptions& cube = document.view.cube;
            return cube.reveal == CubeReveal::opened && cube.openAlong == axis;
          }};
}

Choice revealChoice(const QString& text, const QString& name, CubeReveal reveal) {
  return {text,
          name,
          {},
          viewSetter([reveal](View& view) { view.cube.reveal = reveal; }),
          [reveal](const Document& document) { return document.view.cube.reveal == reveal; }};
}

Choice overlayChoice(const QString& text, const QString& name, bool& (*flag)(View&)) {
  return {text,
          name,
          {},
          viewSetter([flag](View& view) { flag(view) = !flag(view); }),
          [flag](const Document& document) {
            View view = document.view;
            return flag(view);
          }};
}

void addInside(QMenu& menu, MainWindow& window) {
  QMenu* inside = menu.addMenu(tr("&Inside the box"));
  addChoices(*inside, window,
             {revealChoice(tr("&Glass before the set"), "reveal-glass", CubeReveal::glass),
              openChoice(tr("Opened along the &batch axis"), "open-batch", batchAxis),
              openChoice(tr("Opened along the &channel axis"), "open-channel", channelAxis),
              openChoice(tr("Opened along the &spatial axes"), "open-space", spaceAxis),
              revealChoice(tr("C&losed"), "reveal-closed", CubeReveal::closed)});
}

/// The axes depend on the layout, so the menu is filled when it opens.
void fillUnfold(QMenu& menu, MainWindow& window) {
  menu.clear();
  Workspace& workspace = window.workspace();
  const auto axes = unfoldableAxes(workspace.shape());
  const auto add = [&](const QString& text, std::optional<char> letter) {
    QAction* action = menu.addAction(text, &window, [&workspace, letter] {
      View view = workspace.view();
      view.cube.unfold = letter;
      workspace.setView(view);
    });
    action->setCheckable(true);
    action->setChecked(workspace.view().cube.unfold == letter);
  };
  add(tr("&None: spatial axes are folded"), std::nullopt);
  for (const char letter : axes) add(tr("A cube for each position of %1").arg(QLatin1Char(letter)), letter);
  if (axes.empty()) {
    menu.addAction(tr("Two or more spatial axes are needed"))->setEnabled(false);
  }
}

void addOverlays(QMenu& menu, MainWindow& window) {
  addChoices(menu, window,
             {overlayChoice(tr("Mark what shares &γ and β"), "overlay-parameters",
                            [](View& view) -> bool& { return view.parameters; }),
              overlayChoice(tr("&Reduced and kept axes"), "overlay-axes",
                            [](View& view) -> bool& { return view.cube.axes; }),
              overlayChoice(tr("&Memory ribbon"), "overlay-memory",
                            [](View& view) -> bool& { return view.memory; })});
}

}  // namespace

void fillViewMenu(QMenu& menu, MainWindow& window) {
  addChoices(menu, window, pageChoices());
  const QList<QAction*> ofPages = menu.actions();
  addCameras(menu, window);
  addChoices(
      menu, window,
      {shownChoice(tr("&One set"), "shown-set", "Alt+1", Shown::set),
       shownChoice(tr("&All sets"), "shown-sets", "Alt+2", Shown::sets),
       shownChoice(tr("Values: &x"), "shown-x", "Alt+3", Shown::x),
       shownChoice(tr("Values: x&̂, normalized"), "shown-normalized", "Alt+4", Shown::normalized),
       shownChoice(tr("Values: &y"), "shown-y", "Alt+5", Shown::y),
       shownChoice(tr("&Difference of two norms, B − A"), "shown-difference", "Alt+6", Shown::difference)});
  addChoices(menu, window,
             {normsChoice(tr("One norm"), "norms-one", "Ctrl+Alt+1", 1),
              normsChoice(tr("Two norms side by side"), "norms-two", "Ctrl+Alt+2", 2),
              normsChoice(tr("The paper's four norms"), "norms-four", "Ctrl+Alt+4", 4)});
  addInside(menu, window);
  QMenu* unfold = menu.addMenu(tr("&Unfold an axis"));
  unfold->setObjectName(QStringLiteral("unfold"));
  QObject::connect(unfold, &QMenu::aboutToShow, &window, [unfold, &window] { fillUnfold(*unfold, window); });
  addOverlays(menu, window);
  // The others are about the tensor on the screen.
  QList<QAction*> ofTensor;
  for (QAction* action : menu.actions()) {
    if (!ofPages.contains(action)) ofTensor << action;
  }
  const auto show = [ofTensor, &window] {
    for (QAction* action : ofTensor) action->setEnabled(shownPage(window.workspace()).ofTensor);
  };
  QObject::connect(&window.workspace(), &Workspace::viewChanged, &menu, show);
  show();
}

}  // namespace normscope
