// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/model_files.h"
#include "core/novelty/in_domain_score.h"
#include "core/novelty/metric.h"
#include "core/novelty/metric_input.h"

#include <memory>

namespace flipside::metric_kinds {

std::vector<Metric> in_domain()
{
    Metric metric;
    metric.name = "in-domain";
    metric.label = "How usual";
    metric.symbol = "in-domain";
    metric.term = "how-usual";
    metric.description =
        "Distance from the border of the training latents (one-class SVM); lower is farther out.";
    metric.lowest = -20000.0;
    metric.highest = 20000.0;
    metric.place = 8;
    metric.higherIsNovel = false;
    metric.gaugePlace = 3;
    metric.needs = {MetricNeed::Encoder, MetricNeed::References, MetricNeed::InDomainSvm};
    metric.prepare = [](MetricInput& input, const std::string& /*model*/) {
        const ModelFolder& folder = input.folder();
        folder.checkHash(model_file::inDomain);
        const auto svm =
            std::make_shared<InDomainSvm>(InDomainSvm::read(folder.inDomainFile(), input.references()));
        return [svm](MetricBatch& batch) { return svm->scores(batch.latents()); };
    };
    return {metric};
}

} // namespace flipside::metric_kinds
