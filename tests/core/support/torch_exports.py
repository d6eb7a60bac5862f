#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes archives as torch.export.save does, in the layouts of PyTorch 2.6 and 2.9, for any batch and for fixed ones, and
what PyTorch makes of the same by its own functions. (The PyTorch that comes with Debian 12 cannot export.) Usage:
torch_exports.py FOLDER; writes FOLDER/graphs.json as graphs.py does.
"""
import io
import json
import math
import pathlib
import sys
import zipfile

import torch
import torch.nn.functional as F

FOLDER = pathlib.Path(sys.argv[1])
CASES = []
torch.manual_seed(3)


def meta(shape, batch):
    sizes = [{"as_int": size} for size in shape]
    if batch is None and shape and shape[0] == "n":
        sizes[0] = {"as_expr": {"expr_str": "Symbol('s0', positive=True, integer=True)", "hint": {"as_int": 4}}}
    elif shape and shape[0] == "n":
        sizes[0] = {"as_int": batch}
    return {"dtype": 7, "sizes": sizes, "requires_grad": False, "device": {"type": "cpu"},
            "strides": [{"as_int": 1}] * len(shape), "storage_offset": {"as_int": 0}, "layout": 7}


def argument(value):
    if value is None:
        return {"as_none": True}
    if isinstance(value, bool):
        return {"as_bool": value}
    if isinstance(value, int):
        return {"as_int": value}
    if isinstance(value, float):
        return {"as_float": value}
    if isinstance(value, str) and value.startswith("'"):
        return {"as_string": value[1:]}
    if isinstance(value, str):
        return {"as_tensor": {"name": value}}
    if value and isinstance(value[0], str):
        return {"as_tensors": [{"name": one} for one in value]}
    if value and isinstance(value[0], float):
        return {"as_floats": list(value)}
    return {"as_ints": list(value)}


class Graph:
    """A graph that is written down node by node; `batch` None for any."""

    def __init__(self, shape, weights, batch=None):
        self.batch, self.weights, self.nodes, self.values = batch, weights, [], {}
        self.shape = shape
        self.values["z"] = meta(["n", *shape], batch)
        self.specs = []
        for name, value in weights.items():
            placeholder = "p_" + name.replace(".", "_")
            self.values[placeholder] = meta(list(value.shape), batch)
            kind = "buffer" if "running" in name else "parameter"
            self.specs.append({kind: {"arg": {"name": placeholder}, f"{kind}_name": name}})
        self.specs.append({"user_input": {"arg": {"as_tensor": {"name": "z"}}}})

    def add(graph, target, output, shape, module="", /, **arguments):
        """`shape` of the output: "n" for the batch. Arguments may be called self."""
        outputs = [{"as_tensor": {"name": output}}]
        if isinstance(output, list):
            outputs = [{"as_tensors": [{"name": one} for one in output]}]
        for one in output if isinstance(output, list) else [output]:
            graph.values[one] = meta(shape, graph.batch)
        stack = f"L__self__,,__main__.Net;k,{module},torch.nn.modules.Any" if module else "L__self__,,__main__.Net"
        graph.nodes.append({"target": f"torch.ops.aten.{target}", "outputs": outputs,
                           "inputs": [{"name": name, "arg": argument(value)} for name, value in arguments.items()],
                           "metadata": {"nn_module_stack": stack}})
        return graph

    def program(self, output):
        graph = {"inputs": [], "outputs": [{"as_tensor": {"name": output}}], "nodes": self.nodes,
                 "tensor_values": self.values, "sym_int_values": {}}
        specs = {"input_specs": self.specs,
                 "output_specs": [{"user_output": {"arg": {"as_tensor": {"name": output}}}}]}
        return json.dumps({"graph_module": {"graph": graph, "signature": specs, "module_call_graph": []},
                           "opset_version": {"aten": 10}, "schema_version": {"major": 8, "minor": 2},
                           "torch_version": "2.6.0"})


def saved(value):
    buffer = io.BytesIO()
    torch.save(value, buffer)
    return buffer.getvalue()


def write_26(file, program, weights):
    with zipfile.ZipFile(FOLDER / file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("serialized_exported_program.json", program)
        archive.writestr("serialized_state_dict.pt", saved({key: torch.nn.Parameter(value)
                                                            for key, value in weights.items()}))
        archive.writestr("serialized_constants.pt", saved({}))
        archive.writestr("version", "8.2")


def write_29(file, program, weights):
    table = {}
    with zipfile.ZipFile(FOLDER / file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("model/archive_format", "pt2")
        archive.writestr("model/models/model.json", program)
        for number, (key, value) in enumerate(weights.items()):
            archive.writestr(f"model/data/weights/weight_{number}", value.contiguous().numpy().tobytes())
            entry = meta(list(value.shape), None)
            entry["strides"] = [{"as_int": stride} for stride in value.contiguous().stride()]
            table[key] = {"path_name": f"weight_{number}", "is_param": True, "use_pickle": False, "tensor_meta": entry}
        archive.writestr("model/data/weights/model_weights_config.json", json.dumps({"config": table}))
        archive.writestr("model/data/constants/model_constants_config.json", json.dumps({"config": {}}))


def case(name, graph, output, expected, write=write_26):
    write(f"{name}.pt2", graph.program(output), graph.weights)
    z = torch.randn(3, *graph.shape)
    with torch.no_grad():
        y = expected(z, graph.weights)
    CASES.append({"file": f"{name}.pt2", "z_shape": list(z.shape), "z": z.flatten().tolist(),
                  "y_shape": list(y.shape), "y": y.flatten().tolist()})


def convolutional(batch):
    weights = {"start.weight": torch.randn(32, 6), "start.bias": torch.randn(32), "main.0.weight": torch.randn(8, 4, 4, 4),
               "main.1.weight": torch.rand(4) + 0.5, "main.1.bias": torch.randn(4), "main.1.running_mean": torch.randn(4),
               "main.1.running_var": torch.rand(4) + 0.5, "out.weight": torch.randn(3, 4, 3, 3), "out.bias": torch.randn(3)}
    first = -1 if batch is None else batch
    graph = Graph([6], weights, batch)
    graph.add("linear.default", "linear", ["n", 32], "start", input="z", weight="p_start_weight", bias="p_start_bias")
    graph.add("relu_.default", "relu", ["n", 32], self="linear")
    graph.add("view.default", "view", ["n", 8, 2, 2], self="linear", size=[first, 8, 2, 2])
    graph.add("conv_transpose2d.input", "up", ["n", 4, 4, 4], "main.0", input="view", weight="p_main_0_weight", bias=None,
              stride=[2, 2], padding=[1, 1])
    graph.add("batch_norm.default", "norm", ["n", 4, 4, 4], "main.1", input="up", weight="p_main_1_weight",
              bias="p_main_1_bias", running_mean="p_main_1_running_mean", running_var="p_main_1_running_var",
              training=False, momentum=0.1, eps=1e-5, cudnn_enabled=True)
    graph.add("leaky_relu.default", "act", ["n", 4, 4, 4], "L['self'].main[2]", self="norm", negative_slope=0.2)
    graph.add("upsample_nearest2d.vec", "large", ["n", 4, 8, 8], input="act", output_size=None, scale_factors=[2.0, 2.0])
    graph.add("dropout.default", "drop", ["n", 4, 8, 8], input="large", p=0.5, train=False)
    graph.add("conv2d.default", "conv", ["n", 3, 8, 8], "out", input="drop", weight="p_out_weight", bias="p_out_bias",
              stride=[1, 1], padding=[1, 1])
    graph.add("tanh.default", "tanh", ["n", 3, 8, 8], self="conv")

    def expected(z, w):
        x = F.relu(F.linear(z, w["start.weight"], w["start.bias"])).view(-1, 8, 2, 2)
        x = F.conv_transpose2d(x, w["main.0.weight"], None, 2, 1)
        x = F.batch_norm(x, w["main.1.running_mean"], w["main.1.running_var"], w["main.1.weight"], w["main.1.bias"])
        x = F.interpolate(F.leaky_relu(x, 0.2), scale_factor=2)
        return torch.tanh(F.conv2d(x, w["out.weight"], w["out.bias"], padding=1))

    return graph, "tanh", expected


def attention(batch):
    """Heads beside the batch, a constant that is joined, means, parts and a permutation."""
    weights = {"qkv.weight": torch.randn(24, 8), "token": torch.randn(1, 1, 8), "norm.weight": torch.randn(8)}
    n = -1 if batch is None else batch
    graph = Graph([3, 8], weights, batch)
    if batch is None: # as many as there are
        graph.nodes.append({"target": "torch.ops.aten.sym_size.int", "metadata": {},
                            "inputs": [{"name": "self", "arg": {"as_tensor": {"name": "z"}}},
                                       {"name": "dim", "arg": {"as_int": 0}}],
                            "outputs": [{"as_sym_int": {"as_name": "n"}}]})
        graph.add("expand.default", "tokens", ["n", 1, 8], self="p_token", size=[0, 1, 8])
        graph.nodes[-1]["inputs"][1]["arg"] = {"as_sym_ints": [{"as_name": "n"}, {"as_int": 1}, {"as_int": 8}]}
    else:
        graph.add("expand.default", "tokens", ["n", 1, 8], self="p_token", size=[batch, 1, 8])
    graph.add("cat.default", "joined", ["n", 4, 8], tensors=["z", "tokens"], dim=1)
    graph.add("rms_norm.default", "normed", ["n", 4, 8], input="joined", normalized_shape=[8], weight="p_norm_weight",
              eps=1e-3)
    graph.add("linear.default", "qkv", ["n", 4, 24], "qkv", input="normed", weight="p_qkv_weight")
    graph.add("split.Tensor", ["q", "k", "v"], ["n", 4, 8], self="qkv", split_size=8, dim=-1)
    for name in "qkv":
        graph.add("view.default", f"{name}1", ["n", 4, 2, 4], self=name, size=[n, 4, 2, 4])
        graph.add("transpose.int", f"{name}2", ["n", 2, 4, 4], self=f"{name}1", dim0=1, dim1=2)
    graph.add("scaled_dot_product_attention.default", "seen", ["n", 2, 4, 4], query="q2", key="k2", value="v2",
              is_causal=True)
    graph.add("permute.default", "turned", ["n", 4, 2, 4], self="seen", dims=[0, 2, 1, 3])
    graph.add("reshape.default", "flat", ["n", 4, 8], self="turned", shape=[n, 4, 8])
    graph.add("mean.dim", "mean", ["n", 1, 8], self="flat", dim=[1], keepdim=True)
    graph.add("sub.Tensor", "less", ["n", 4, 8], self="flat", other="mean")
    graph.add("gelu.default", "gelu", ["n", 4, 8], "getattr(L['self'].mlp, '1')", self="less", approximate="'tanh")
    graph.add("_unsafe_view.default", "image", ["n", 1, 4, 8], self="gelu", size=[n, 1, 4, 8])

    def expected(z, w):
        x = torch.cat([z, w["token"].expand(len(z), 1, 8)], 1)
        x = x * torch.rsqrt(x.square().mean(-1, True) + 1e-3) * w["norm.weight"]
        q, k, v = [one.view(-1, 4, 2, 4).transpose(1, 2) for one in F.linear(x, w["qkv.weight"]).split(8, -1)]
        scores = (q @ k.transpose(-2, -1) / 2).masked_fill(torch.ones(4, 4).triu(1).bool(), -math.inf)
        x = (scores.softmax(-1) @ v).permute(0, 2, 1, 3).reshape(-1, 4, 8)
        return F.gelu(x - x.mean(1, True), approximate="tanh").view(-1, 1, 4, 8)

    return graph, "image", expected


def decomposed():
    """Core ATen's operators, as run_decompositions() leaves them."""
    weights = {"w": torch.randn(4, 6), "b": torch.randn(4), "g": torch.randn(4), "h": torch.randn(4), "s": torch.rand(4)}
    graph = Graph([6], weights)
    graph.add("t.default", "wt", [6, 4], self="p_w")
    graph.add("addmm.default", "a", ["n", 4], self="p_b", mat1="z", mat2="wt")
    graph.add("unsqueeze.default", "u", ["n", 4, 1], self="a", dim=-1)
    graph.add("expand.default", "e", ["n", 4, 5], self="u", size=[-1, -1, 5])
    graph.add("native_group_norm.default", "gn", ["n", 4, 5], input="e", weight="p_g", bias="p_h", N=4, C=4, HxW=5, group=2,
              eps=1e-5)
    graph.nodes[-1]["outputs"] += [{"as_tensor": {"name": "mean"}}, {"as_tensor": {"name": "rstd"}}]
    graph.add("view.default", "slopes", [4, 1], self="p_s", size=[4, 1])
    graph.add("_prelu_kernel.default", "p", ["n", 4, 5], self="gn", weight="slopes")
    graph.add("var.correction", "v", ["n", 4, 1], self="p", dim=[2], correction=1.0, keepdim=True)
    graph.add("rsqrt.default", "r", ["n", 4, 1], self="v")
    graph.add("sigmoid.default", "q", ["n", 4, 5], self="p")
    graph.add("mul.Tensor", "m", ["n", 4, 5], self="p", other="q")
    graph.add("clamp.default", "c", ["n", 4, 5], self="m", min=-1.0, max=None)
    graph.add("slice.Tensor", "i", ["n", 4, 4], self="c", dim=2, start=1, end=9223372036854775807)

    def expected(z, w):
        x = F.linear(z, w["w"], w["b"]).unsqueeze(-1).expand(-1, -1, 5)
        x = F.prelu(F.group_norm(x, 2, w["g"], w["h"]), w["s"])
        return torch.clamp(F.silu(x), min=-1)[:, :, 1:]

    return graph, "i", expected


def conditional(batch, column):
    """One of three classes as the row of a table, whose number comes as B or as B × 1."""
    weights = {"table.weight": torch.randn(3, 2), "out.weight": torch.randn(5, 6)}
    graph = Graph([4], weights, batch)
    label = ["n", 1] if column else ["n"]
    graph.values["labels"] = {**meta(label, batch), "dtype": 5}
    graph.specs.append({"user_input": {"arg": {"as_tensor": {"name": "labels"}}}})
    graph.add("to.dtype", "cast", label, self="labels", dtype=5)
    graph.values["cast"]["dtype"] = 5
    graph.add("embedding.default", "row", [*label, 2], "table", weight="p_table_weight", indices="cast")
    graph.add("reshape.default", "flat", ["n", 2], self="row", shape=[-1 if batch is None else batch, 2])
    graph.add("cat.default", "joined", ["n", 6], tensors=["z", "flat"], dim=1)
    graph.add("linear.default", "linear", ["n", 5], "out", input="joined", weight="p_out_weight")
    graph.add("relu.default", "relu", ["n", 5], self="linear")
    return graph, "relu", lambda z, c, w: F.relu(F.linear(torch.cat([z, c @ w["table.weight"]], 1), w["out.weight"]))


def conditional_case(name, graph, output, expected):
    write_26(f"{name}.pt2", graph.program(output), graph.weights)
    z = torch.randn(3, *graph.shape)
    classes = torch.tensor([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.5, 0.25, 0.25]])
    with torch.no_grad():
        y = expected(z, classes, graph.weights)
    taken = torch.cat([z, classes], 1)
    CASES.append({"file": f"{name}.pt2", "z_shape": list(taken.shape), "z": taken.flatten().tolist(),
                  "y_shape": list(y.shape), "y": y.flatten().tolist(),
                  "inputs": [["z", "latent", [4]], ["labels", "class", [3]]]})


def refusals():
    def refused(name, words, change=lambda graph: None, output="y", rewrite=None):
        graph = Graph([4], {"w": torch.randn(4, 4)})
        graph.add("relu.default", "y", ["n", 4], self="z")
        change(graph)
        write_26(f"{name}.pt2", graph.program(output), graph.weights)
        if rewrite:
            rewrite(FOLDER / f"{name}.pt2")
        CASES.append({"file": f"{name}.pt2", "refused": words})

    refused("unknown", "aten.frobnicate.default is not one of those", lambda graph: graph.add(
        "frobnicate.default", "x", ["n", 4], self="y"), "x")
    refused("random", "draws random numbers", lambda graph: graph.add("randn_like.default", "x", ["n", 4], self="y"), "x")
    refused("training", "in training", lambda graph: graph.add("dropout.default", "x", ["n", 4], input="y", p=0.5,
                                                               train=True), "x")

    def compiled(path):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("model/data/aotinductor/model/a.wrapper.so", b"\x7fELF")
            archive.writestr("model/models/model.json", "{}")

    refused("compiled", "AOTInductor", rewrite=compiled)


for batch in (None, 1, 4):
    name = "any" if batch is None else str(batch)
    case(f"convolutional-{name}", *convolutional(batch))
    case(f"attention-{name}", *attention(batch))
case("convolutional-29", *convolutional(None), write=write_29)
case("decomposed", *decomposed())
for batch in (None, 1, 4):
    for column in (False, True):
        conditional_case(f"class-{batch}-{'column' if column else 'row'}", *conditional(batch, column))
refusals()
(FOLDER / "graphs.json").write_text(json.dumps(CASES))
