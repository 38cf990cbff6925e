#pragma once

#include "core/document/laboratory.h"
#include "core/json/strict_json.h"

namespace normscope {

/// What a session holds of the laboratory:
///
///     {"experiment": "training", "samples": "digits",
///      "statistics": {"norms": "batch,instance", "batch_sizes": [32, 1], "seeds": 50},
///      "running": {"convention": "pytorch", "momentum": 0.1, "start_mean": 0, "start_variance": 1,
///                  "batch_size": 16, "batches": 200, "seed": 0, "use_running": false},
///      "batch": 0, "channel": 0, "training": {as in lab_json.h}, "paper": false}
///
/// "running" has "frozen_from" where updates end, and "curves_of" is there where a batch size was chosen.
nlohmann::ordered_json membersOf(const Laboratory& laboratory);

/// Reads the same. Throws Error (failed) as StrictObject does, and for lists of norms that do not read; what
/// is only refused before the start is read.
Laboratory readLaboratory(const StrictObject& parent, const std::string& key);

}  // namespace normscope
