// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/remote_dataset.h"

#include "core/base/error.h"

namespace flipside {

const std::vector<RemoteDataset>& remoteDatasets()
{
    static const std::vector<RemoteDataset> all = {
        {"mnist",
         {"https://ossci-datasets.s3.amazonaws.com/mnist/",
          "https://storage.googleapis.com/cvdf-datasets/mnist/"},
         {{"train-labels-idx1-ubyte.gz", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
           60008, 28881},
          {"t10k-labels-idx1-ubyte.gz", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
           10008, 4542},
          {"t10k-images-idx3-ubyte.gz", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
           7840016, 1648877},
          {"train-images-idx3-ubyte.gz", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
           47040016, 9912422}}},
        {"fashion-mnist",
         {"http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
          "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"},
         {{"train-labels-idx1-ubyte.gz", "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
           60008, 29515},
          {"t10k-labels-idx1-ubyte.gz", "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
           10008, 5148},
          {"t10k-images-idx3-ubyte.gz", "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
           7840016, 4422102},
          {"train-images-idx3-ubyte.gz", "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
           47040016, 26421880}}},
    };
    return all;
}

const RemoteDataset& findRemoteDataset(const std::string& name)
{
    std::string known;
    for (const RemoteDataset& dataset : remoteDatasets()) {
        if (dataset.name == name)
            return dataset;
        known += (known.empty() ? "" : ", ") + dataset.name;
    }
    throw ArgumentError("\"" + name + "\" is no dataset that can be fetched; choose one of " + known);
}

} // namespace flipside
