#include "ui/window/view_menu.h"

#include <QActionGroup>
#include <functional>

#include "ui/base/translate.h"
#include "ui/draw/cube/cube_view.h"
#include "ui/window/main_window.h"

namespace normscope {
namespace {

/// One action that sets a part of the look, and is checked while the look has it.
struct Choice {
  QString text;
  const char* name;
  QKeySequence shortcut;
  std::function<void(ViewState&)> set;
  std::function<bool(const ViewState&)> isSet;
};

QAction* addChoice(QMenu& menu, MainWindow& window, const Choice& choice) {
  Look& look = window.look();
  QAction* action = menu.addAction(choice.text, &window, [&look, set = choice.set] {
    ViewState state = look.state();
    set(state);
    look.set(state);
  });
  action->setObjectName(QString::fromLatin1(choice.name));
  action->setShortcut(choice.shortcut);
  action->setCheckable(true);
  const auto show = [action, &look, isSet = choice.isSet] { action->setChecked(isSet(look.state())); };
  QObject::connect(&look, &Look::changed, action, show);
  QObject::connect(action, &QAction::triggered, action,
                   show);  // choosing what is chosen does not let go of it
  show();
  return action;
}

void addChoices(QMenu& menu, MainWindow& window, const std::vector<Choice>& choices) {
  for (const Choice& choice : choices) addChoice(menu, window, choice);
  menu.addSeparator();
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

Choice pageChoice(const QString& text, const char* name, const char* key, CentrePage page) {
  return {text, name, QKeySequence(QString::fromLatin1(key)), [page](ViewState& state) { state.page = page; },
          [page](const ViewState& state) { return state.page == page; }};
}

Choice shownChoice(const QString& text, const char* name, const char* key, Shown shown) {
  return {text, name, QKeySequence(QString::fromLatin1(key)),
          [shown](ViewState& state) { state.shown = shown; },
          [shown](const ViewState& state) { return state.shown == shown; }};
}

Choice normsChoice(const QString& text, const char* name, const char* key, int norms) {
  return {text, name, QKeySequence(QString::fromLatin1(key)),
          [norms](ViewState& state) { state.norms = norms; },
          [norms](const ViewState& state) { return state.norms == norms; }};
}

Choice openChoice(const QString& text, const char* name, CubeAxis axis) {
  return {text,
          name,
          {},
          [axis](ViewState& state) {
            state.cube.reveal = CubeReveal::opened;
            state.cube.openAlong = axis;
          },
          [axis](const ViewState& state) {
            return state.cube.reveal == CubeReveal::opened && state.cube.openAlong == axis;
          }};
}

Choice revealChoice(const QString& text, const char* name, CubeReveal reveal) {
  return {text,
          name,
          {},
          [reveal](ViewState& state) { state.cube.reveal = reveal; },
          [reveal](const ViewState& state) { return state.cube.reveal == reveal; }};
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
  const auto plan = window.session().plan();
  const auto axes = plan ? unfoldableAxes(plan->shape()) : std::vector<char>();
  const auto add = [&](const QString& text, std::optional<char> letter) {
    QAction* action = menu.addAction(text, &window, [&window, letter] {
      ViewState state = window.look().state();
      state.cube.unfold = letter;
      window.look().set(state);
    });
    action->setCheckable(true);
    action->setChecked(window.look().state().cube.unfold == letter);
    return action;
  };
  add(tr("&None: spatial axes are folded"), std::nullopt);
  for (const char letter : axes) add(tr("A cube for each position of %1").arg(QLatin1Char(letter)), letter);
  if (axes.empty()) {
    menu.addAction(tr("Two or more spatial axes are needed"))->setEnabled(false);
  }
}

void addOverlays(QMenu& menu, MainWindow& window) {
  addChoice(menu, window,
            {tr("Mark what shares &γ and β"),
             "overlay-parameters",
             {},
             [](ViewState& state) { state.parameters = !state.parameters; },
             [](const ViewState& state) { return state.parameters; }});
  addChoice(menu, window,
            {tr("&Reduced and kept axes"),
             "overlay-axes",
             {},
             [](ViewState& state) { state.cube.axes = !state.cube.axes; },
             [](const ViewState& state) { return state.cube.axes; }});
  addChoice(menu, window,
            {tr("&Memory ribbon"),
             "overlay-memory",
             {},
             [](ViewState& state) { state.memory = !state.memory; },
             [](const ViewState& state) { return state.memory; }});
  menu.addSeparator();
}

}  // namespace

void fillViewMenu(QMenu& menu, MainWindow& window) {
  addChoices(menu, window,
             {pageChoice(tr("&Cube"), "page-cube", "Ctrl+4", CentrePage::cubes),
              pageChoice(tr("Feature &maps"), "page-maps", "Ctrl+5", CentrePage::featureMaps)});
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
}

}  // namespace normscope
