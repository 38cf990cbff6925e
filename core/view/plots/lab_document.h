#pragma once

#include <string>
#include <vector>

#include "core/lab/lab_summary.h"
#include "core/lab/running_timeline.h"
#include "core/view/plots/plot_document.h"

namespace normscope {

/// The error of each norm against the batch size: mean and range of the networks that are done. With
/// `published` the curves of the paper's Figure 1 are laid over it. The second axis has the values behind
/// each mean of the last stage, of the first norm for which they depend on the batch. Its CSV: a row a
/// network, norm, batch_size, seed, error (a fraction), values_behind_mean (empty without a norm), last_stage
/// (its positions a side).
PlotDocument trainingErrorDocument(const lab::TrainingSettings& settings,
                                   const std::vector<lab::RunRecord>& records, bool published);

/// What a network does epoch by epoch.
enum class EpochQuantity { loss, error };

/// Of the networks of one batch size, a curve a norm: mean and range of the seeds, as far as all of them are.
/// CSV: norm, batch_size, seed, epoch, loss, error.
PlotDocument epochDocument(const lab::TrainingSettings& settings, const std::vector<lab::RunRecord>& records,
                           std::size_t batchSize, EpochQuantity quantity);

/// How far batches lie from all samples, by the batch size: mean of the draws, and what four fifths of them
/// lie between. Beside it 1/√N, through the first curve that is not 0. `source` names the tensor. CSV: a row
/// a draw, norm, batch_size, seed, error_mean, error_variance, error_y.
PlotDocument batchStatisticsDocument(const lab::StatisticsSettings& settings,
                                     const std::vector<lab::BatchErrors>& records,
                                     lab::BatchQuantity quantity, const std::string& source);

/// Which running statistic.
enum class RunningQuantity { mean, variance };

/// A running statistic of one channel batch by batch, beside that of each batch and of all samples; `fed`
/// batches are marked. `source` names the tensor. CSV: a row a place, batches, running_mean,
/// running_variance, batch_mean, batch_variance (biased; both empty before the first), of the channel.
PlotDocument timelineDocument(const lab::TimelineSettings& settings, const lab::Timeline& timeline,
                              std::size_t channel, int fed, RunningQuantity quantity,
                              const std::string& source);

/// The values of y of one batch, normalized by its own statistics and by the running ones before it.
PlotDocument outputsDocument(const lab::BothOutputs& outputs, int batch);

}  // namespace normscope
