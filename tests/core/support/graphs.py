#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes small ONNX files, a group of operators each, and what PyTorch makes of the same by its own functions.
Usage: graphs.py FOLDER; writes FOLDER/graphs.json: for each file the shapes of z and of the picture, and the numbers of both;
for those that are refused, a part of the sentence.
"""
import json
import math
import pathlib
import sys

import numpy
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper

FOLDER = pathlib.Path(sys.argv[1])
CASES = []
NUMBERS = numpy.random.default_rng(7)


def weight(*shape, low=-1.0, high=1.0):
    return NUMBERS.uniform(low, high, shape).astype("f4")


def ints(*numbers):
    return numpy.array(numbers, "i8")


def node(op, inputs, output, **settings):
    outputs = output.split() if isinstance(output, str) else output
    return helper.make_node(op, inputs.split(), outputs, name=settings.pop("name", ""), **settings)


def model(name, nodes, weights, shape, opset=17, batch="n", output="y", more_inputs=(), latent_first=True):
    inputs = [helper.make_tensor_value_info("z", TensorProto.FLOAT, [batch, *shape]), *more_inputs]
    inputs = inputs if latent_first else inputs[::-1]
    made = [numpy_helper.from_array(value, key) for key, value in weights.items()]
    graph = helper.make_graph(nodes, name, inputs, [helper.make_tensor_value_info(output, TensorProto.FLOAT, None)],
                              initializer=made)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], producer_name="graphs")
    (FOLDER / f"{name}.onnx").write_bytes(made.SerializeToString())


def case(name, nodes, weights, shape, expected, **settings):
    """`expected` of z (and the weights, as tensors) is what PyTorch makes; settings as of model()."""
    model(name, nodes, weights, shape, **settings)
    z = torch.tensor(NUMBERS.standard_normal((3, *shape)).astype("f4"))
    with torch.no_grad():
        y = expected(z, {key: torch.tensor(value) for key, value in weights.items()})
    CASES.append({"file": f"{name}.onnx", "z_shape": list(z.shape), "z": z.flatten().tolist(),
                  "y_shape": list(y.shape), "y": y.flatten().tolist()})


CLASSES = torch.tensor([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.5, 0.25, 0.25]]) # one, another, and a mixture


def conditional(name, nodes, weights, expected, label=("labels", TensorProto.INT64, ["n"]), latent_first=True, **settings):
    """A network of z and of one of three classes; `expected` of z, a weight for each class, and the weights."""
    beside = helper.make_tensor_value_info(*label)
    model(name, nodes, weights, [4], more_inputs=[beside], latent_first=latent_first, **settings)
    z = torch.tensor(NUMBERS.standard_normal((3, 4)).astype("f4"))
    with torch.no_grad():
        y = expected(z, CLASSES, {key: torch.tensor(value) for key, value in weights.items()})
    taken = torch.cat([z, CLASSES], 1)
    CASES.append({"file": f"{name}.onnx", "z_shape": list(taken.shape), "z": taken.flatten().tolist(),
                  "y_shape": list(y.shape), "y": y.flatten().tolist(),
                  "inputs": [["z", "latent", [4]], [label[0], "class", [3]]]})


def classes():
    joined = [node("Concat", "z e", "a", axis=1), node("MatMul", "a w", "y")]
    numbers = {"t": weight(3, 2), "w": weight(6, 5)}

    def by_row(z, c, w):
        return torch.cat([z, c @ w["t"]], 1) @ w["w"]

    conditional("class-row", [node("Gather", "t labels", "e"), *joined], numbers, by_row)
    conditional("class-first", [node("Gather", "t labels", "e"), *joined], numbers, by_row, latent_first=False)
    conditional("class-column", [node("Gather", "t labels", "g"), node("Squeeze", "g one", "e"), *joined],
                {**numbers, "one": ints(1)}, by_row, label=("labels", TensorProto.INT64, ["n", 1]))
    conditional("class-cast", [node("Cast", "label_index", "c", to=7), node("Reshape", "c flat", "r"), node("Gather", "t r", "e"),
                               *joined],
                {**numbers, "flat": ints(-1)}, by_row, label=("label_index", TensorProto.INT32, ["n", 1]))
    conditional("class-fixed", [node("Gather", "t labels", "e"), *joined], numbers, by_row,
                label=("labels", TensorProto.INT64, [1]), batch=1)
    conditional("class-one-hot", [node("OneHot", "labels depth values", "h", axis=-1), node("Cast", "h", "f", to=1),
                                  node("MatMul", "f t", "e"), *joined],
                {**numbers, "depth": ints(3), "values": ints(0, 1)}, by_row)
    conditional("class-smooth", [node("OneHot", "labels depth values", "h", axis=-1), node("MatMul", "h t", "e"), *joined],
                {**numbers, "depth": ints(3), "values": numpy.array([0.1, 0.8], "f4")},
                lambda z, c, w: by_row(z, 0.1 + 0.7 * c, w))
    conditional("class-weights", [node("MatMul", "class_onehot t", "e"), *joined], numbers, by_row,
                label=("class_onehot", TensorProto.FLOAT, ["n", 3]))
    maps = {"t": weight(3, 2), "w": weight(4, 2)}
    conditional("class-two-uses", [node("Gather", "t labels", "e"), node("MatMul", "z w", "a"), node("Mul", "a e", "m"),
                                   node("Gather", "t labels", "f"), node("Add", "m f", "y")], maps,
                lambda z, c, w: z @ w["w"] * (c @ w["t"]) + c @ w["t"])


def refused(name, words, nodes, weights, shape, **settings):
    model(name, nodes, weights, shape, **settings)
    CASES.append({"file": f"{name}.onnx", "refused": words})


def activations():
    alone = {"Relu": F.relu, "Tanh": torch.tanh, "Sigmoid": torch.sigmoid, "Softplus": F.softplus,
             "Softsign": F.softsign, "Selu": F.selu, "HardSwish": F.hardswish}
    for op, function in alone.items():
        case(f"act-{op}", [node(op, "z", "y")], {}, [5, 2, 2], lambda z, w, function=function: function(z))
    case("act-Elu", [node("Elu", "z", "y", alpha=0.7)], {}, [6], lambda z, w: F.elu(z, 0.7))
    case("act-Celu", [node("Celu", "z", "y", alpha=0.7)], {}, [6], lambda z, w: F.celu(z, 0.7))
    case("act-LeakyRelu", [node("LeakyRelu", "z", "y", alpha=0.2)], {}, [6], lambda z, w: F.leaky_relu(z, 0.2))
    case("act-HardSigmoid", [node("HardSigmoid", "z", "y")], {}, [6],
         lambda z, w: torch.clamp(z * 0.2 + 0.5, 0, 1))
    case("act-HardSigmoid-torch", [node("HardSigmoid", "z", "y", alpha=1 / 6, beta=0.5)], {}, [6],
         lambda z, w: F.hardsigmoid(z))
    case("act-PRelu", [node("PRelu", "z s", "y")], {"s": weight(4, 1, 1, low=0)}, [4, 3, 3],
         lambda z, w: F.prelu(z, w["s"].flatten()))
    case("act-PRelu-map", [node("PRelu", "z s", "y")], {"s": weight(4, 3, 3, low=0)}, [4, 3, 3],
         lambda z, w: torch.where(z > 0, z, z * w["s"]))
    case("act-Clip", [node("Clip", "z low high", "y")],
         {"low": numpy.float32(-0.5).reshape(()), "high": numpy.float32(0.7).reshape(())}, [6],
         lambda z, w: torch.clamp(z, -0.5, 0.7))
    case("act-Clip-old", [node("Clip", "z", "y", min=-0.5, max=0.7)], {}, [6],
         lambda z, w: torch.clamp(z, -0.5, 0.7), opset=9)
    case("act-Softmax", [node("Softmax", "z", "y", axis=1)], {}, [4, 3, 3], lambda z, w: torch.softmax(z, 1))
    case("act-Softmax-old", [node("Softmax", "z", "y", axis=1)], {}, [4, 3, 3],
         lambda z, w: torch.softmax(z.flatten(1), 1).view(z.shape), opset=11)
    case("act-Gelu", [node("Gelu", "z", "y", approximate="tanh")], {}, [6],
         lambda z, w: F.gelu(z, approximate="tanh"), opset=20)
    case("act-Mish", [node("Mish", "z", "y")], {}, [6], lambda z, w: F.mish(z), opset=18)


def scalar(number):
    return numpy.array(number, "f4")


def written_out():
    """Functions as exporters write them; the file's name says which single one they become."""
    case("written-gelu", [node("Div", "z root", "a"), node("Erf", "a", "b"), node("Add", "b one", "c"),
                          node("Mul", "z c", "d"), node("Mul", "d half", "y")],
         {"root": scalar(math.sqrt(2)), "one": scalar(1), "half": scalar(0.5)}, [6], lambda z, w: F.gelu(z))
    case("written-gelu-halved", [node("Mul", "z half", "h"), node("Mul", "z root", "a"), node("Erf", "a", "b"),
                                 node("Add", "one b", "c"), node("Mul", "h c", "y")],
         {"root": scalar(math.sqrt(0.5)), "one": scalar(1), "half": scalar(0.5)}, [6], lambda z, w: F.gelu(z))
    case("written-gelu-of-scaled", [node("Mul", "z three", "x"), node("Div", "x root", "a"), node("Erf", "a", "b"),
                                    node("Add", "b one", "c"), node("Mul", "x c", "d"), node("Mul", "d half", "y")],
         {"root": scalar(math.sqrt(2)), "one": scalar(1), "half": scalar(0.5), "three": scalar(3)}, [6],
         lambda z, w: F.gelu(z * 3))
    case("written-gelu-tanh", [node("Pow", "z three", "a"), node("Mul", "a cubic", "b"), node("Add", "z b", "c"),
                               node("Mul", "c root", "d"), node("Tanh", "d", "e"), node("Add", "e one", "f"),
                               node("Mul", "z f", "g"), node("Mul", "g half", "y")],
         {"three": scalar(3), "cubic": scalar(0.044715), "root": scalar(math.sqrt(2 / math.pi)), "one": scalar(1),
          "half": scalar(0.5)}, [6], lambda z, w: F.gelu(z, approximate="tanh"))
    case("written-silu", [node("Sigmoid", "z", "a"), node("Mul", "a z", "y")], {}, [6], lambda z, w: F.silu(z))
    case("written-mish", [node("Softplus", "z", "a"), node("Tanh", "a", "b"), node("Mul", "z b", "y")], {}, [6],
         lambda z, w: F.mish(z))
    case("written-hardswish", [node("Add", "z three", "a"), node("Clip", "a low high", "b"), node("Mul", "z b", "c"),
                               node("Div", "c six", "y")],
         {"three": scalar(3), "six": scalar(6), "low": scalar(0), "high": scalar(6)}, [6],
         lambda z, w: F.hardswish(z))
    case("written-softplus", [node("Exp", "z", "a"), node("Add", "a one", "b"), node("Log", "b", "y")],
         {"one": scalar(1)}, [6], lambda z, w: F.softplus(z))


def arithmetic():
    case("arithmetic", [node("Add", "z a", "b"), node("Sub", "one b", "c"), node("Div", "c two", "d"),
                        node("Pow", "d two", "e"), node("Sqrt", "e", "f"), node("Exp", "f", "g"),
                        node("Log", "g", "h"), node("Neg", "h", "i"), node("Abs", "i", "j"),
                        node("Add", "j one", "k"), node("Reciprocal", "k", "l"), node("Div", "one k", "m"),
                        node("Max", "l half", "o"), node("Min", "o m", "p"), node("Mul", "p z", "y")],
         {"a": weight(3, 1), "one": scalar(1), "two": scalar(2), "half": scalar(0.5)}, [3, 4],
         lambda z, w: torch.minimum(torch.clamp(1 / (((1 - (z + w["a"])) / 2).abs() + 1), min=0.5),
                                    1 / (((1 - (z + w["a"])) / 2).abs() + 1)) * z)
    case("comparisons", [node("Greater", "z half", "a"), node("Less", "z other", "b"), node("Or", "a b", "c"),
                         node("Not", "c", "d"), node("Where", "d z zero", "e"), node("Cast", "a", "f", to=1),
                         node("Add", "e f", "y")],
         {"half": scalar(0.5), "other": weight(4), "zero": scalar(0)}, [3, 4],
         lambda z, w: torch.where(~((z > 0.5) | (z < w["other"])), z, torch.zeros(1)) + (z > 0.5).float())
    case("sum-of-many", [node("Sum", "z a z", "b"), node("Mean", "b z", "y")], {"a": weight(4)}, [4],
         lambda z, w: (2 * z + w["a"] + z) / 2)
    case("power-of-number", [node("Pow", "two z", "y")], {"two": scalar(2)}, [4], lambda z, w: 2 ** z)
    case("number-first", [node("Mul", "two z", "a"), node("Add", "two a", "b"), node("Max", "two b", "y")],
         {"two": scalar(2)}, [4], lambda z, w: torch.clamp(2 * z + 2, min=2))


def linear_layers():
    case("gemm", [node("Gemm", "z w b", "a", transB=1, name="/f/Gemm"), node("Relu", "a", "c", name="/r/Relu"),
                  node("Gemm", "c v b", "y", alpha=0.5, beta=2.0)],
         {"w": weight(6, 4), "b": weight(6), "v": weight(6, 6)}, [4],
         lambda z, w: 0.5 * F.relu(F.linear(z, w["w"], w["b"])) @ w["v"] + 2 * w["b"])
    case("matmul", [node("MatMul", "z w", "a"), node("Transpose", "a", "b", perm=[0, 2, 1]),
                    node("MatMul", "a b", "c"), node("Softmax", "c", "d", axis=-1), node("MatMul", "d a", "y")],
         {"w": weight(4, 5)}, [3, 4],
         lambda z, w: torch.softmax((z @ w["w"]) @ (z @ w["w"]).transpose(1, 2), -1) @ (z @ w["w"]))
    case("einsum", [node("Einsum", "z w", "a", equation="bqc, ck -> bkq"),
                    node("Einsum", "a a", "y", equation="bij,bkj->bik")], {"w": weight(4, 5)}, [3, 4],
         lambda z, w: torch.einsum("bij,bkj->bik", *[torch.einsum("bqc,ck->bkq", z, w["w"])] * 2))


def convolutions():
    case("conv", [node("Conv", "z w b", "y", strides=[2, 1], pads=[1, 0, 2, 1], dilations=[1, 2], group=2)],
         {"w": weight(6, 2, 3, 2), "b": weight(6)}, [4, 9, 8],
         lambda z, w: F.conv2d(F.pad(z, (0, 1, 1, 2)), w["w"], w["b"], (2, 1), 0, (1, 2), 2))
    case("conv-same", [node("Conv", "z w", "y", strides=[2, 2], auto_pad="SAME_UPPER")], {"w": weight(3, 2, 3, 3)},
         [2, 8, 7], lambda z, w: F.conv2d(F.pad(z, (1, 1, 0, 1)), w["w"], None, 2))
    case("conv-1d", [node("Conv", "z w b", "y", pads=[1, 1])], {"w": weight(3, 2, 3), "b": weight(3)}, [2, 8],
         lambda z, w: F.conv1d(z, w["w"], w["b"], padding=1))
    case("conv-transposed", [node("ConvTranspose", "z w b", "y", strides=[2, 2], pads=[1, 1, 1, 1],
                                  output_padding=[1, 1], group=2)],
         {"w": weight(4, 3, 3, 3), "b": weight(6)}, [4, 5, 4],
         lambda z, w: F.conv_transpose2d(z, w["w"], w["b"], 2, 1, 1, 2))

    def cut(z, w, begin, length):
        return F.conv_transpose2d(z, w, None, 2)[:, :, begin:begin + length, begin:begin + length]

    case("conv-transposed-same", [node("ConvTranspose", "z w", "y", strides=[2, 2], auto_pad="SAME_UPPER")],
         {"w": weight(2, 3, 3, 3)}, [2, 4, 4], lambda z, w: cut(z, w["w"], 0, 8))
    case("conv-transposed-same-lower", [node("ConvTranspose", "z w", "y", strides=[2, 2], auto_pad="SAME_LOWER")],
         {"w": weight(2, 3, 3, 3)}, [2, 4, 4], lambda z, w: cut(z, w["w"], 1, 8))
    case("conv-transposed-same-5", [node("ConvTranspose", "z w", "y", strides=[2, 2], auto_pad="SAME_UPPER",
                                         kernel_shape=[5, 5])],
         {"w": weight(2, 3, 5, 5)}, [2, 4, 4], lambda z, w: cut(z, w["w"], 1, 8))
    case("conv-transposed-shape", [node("ConvTranspose", "z w", "y", strides=[2, 2], output_shape=[8, 8])],
         {"w": weight(2, 3, 3, 3)}, [2, 4, 4], lambda z, w: cut(z, w["w"], 1, 8))


def norms():
    def affine(*names):
        return {name: weight(4, low=0.5, high=1.5) for name in names}

    case("batch-norm", [node("BatchNormalization", "z s b m v", "y", epsilon=1e-3)], affine(*"sbmv"), [4, 3, 3],
         lambda z, w: F.batch_norm(z, w["m"], w["v"], w["s"], w["b"], False, 0, 1e-3))
    case("instance-norm", [node("InstanceNormalization", "z s b", "y", epsilon=1e-3)], affine(*"sb"), [4, 3, 3],
         lambda z, w: F.instance_norm(z, None, None, w["s"], w["b"], eps=1e-3))
    case("layer-norm", [node("LayerNormalization", "z s b", "y", axis=-1, epsilon=1e-3)], affine(*"sb"), [3, 4],
         lambda z, w: F.layer_norm(z, (4,), w["s"], w["b"], 1e-3))
    case("layer-norm-written", [node("ReduceMean", "z", "m", axes=[-1]), node("Sub", "z m", "d"),
                                node("Pow", "d two", "q"), node("ReduceMean", "q", "v", axes=[-1]),
                                node("Add", "v e", "w"), node("Sqrt", "w", "r"), node("Div", "d r", "y")],
         {"two": scalar(2), "e": scalar(1e-3)}, [3, 4], lambda z, w: F.layer_norm(z, (4,), eps=1e-3))
    case("group-norm-18", [node("GroupNormalization", "z s b", "y", num_groups=2, epsilon=1e-3)],
         {"s": weight(2), "b": weight(2)}, [4, 3, 3],
         lambda z, w: F.group_norm(z, 2, w["s"].repeat_interleave(2), w["b"].repeat_interleave(2), 1e-3), opset=18)
    case("group-norm-21", [node("GroupNormalization", "z s b", "y", num_groups=2, epsilon=1e-3)], affine(*"sb"),
         [4, 3, 3], lambda z, w: F.group_norm(z, 2, w["s"], w["b"], 1e-3), opset=21)
    case("lp-norm", [node("LpNormalization", "z", "y", axis=1)], {}, [4, 3, 3], lambda z, w: F.normalize(z, dim=1, eps=0))


def shapes():
    case("shape-arithmetic", [node("Shape", "z", "s"), node("Gather", "s zero", "n", axis=0),
                              node("Unsqueeze", "n zeros", "n1"), node("Mul", "four two", "e"),
                              node("Unsqueeze", "e zeros", "e1"), node("Concat", "n1 e1 minus", "t", axis=0),
                              node("Reshape", "z t", "r"), node("Mul", "r r", "y")],
         {"zero": ints(0).reshape(()), "zeros": ints(0), "four": ints(4).reshape(()), "two": ints(2).reshape(()),
          "minus": ints(-1)}, [24], lambda z, w: z.view(-1, 8, 3) ** 2)
    case("heads", [node("Reshape", "z split", "a"), node("Transpose", "a", "b", perm=[0, 2, 1, 3]),
                   node("Shape", "b", "s"), node("Slice", "s one two", "h"), node("Slice", "s zero one", "n"),
                   node("Mul", "n h", "nh"), node("Concat", "nh rest", "t", axis=0), node("Reshape", "b t", "c"),
                   node("MatMul", "c w", "d"), node("Shape", "b", "u"), node("Reshape", "d u", "e"),
                   node("Flatten", "e", "y")],
         {"split": ints(0, 3, 2, 4), "zero": ints(0), "one": ints(1), "two": ints(2), "rest": ints(3, 4),
          "w": weight(4, 4)}, [3, 8], lambda z, w: (z.view(-1, 3, 2, 4).transpose(1, 2) @ w["w"]).flatten(1))
    case("reshape-fixed", [node("Reshape", "z to", "a"), node("Relu", "a", "b"), node("Reshape", "b back", "y")],
         {"to": ints(1, 4, 2, 2), "back": ints(1, -1)}, [16], lambda z, w: F.relu(z), batch=1)
    case("reshape-fixed-heads", [node("Reshape", "z to", "a"), node("MatMul", "a w", "b"),
                                 node("Reshape", "b back", "y")],
         {"to": ints(4, 2, 2), "back": ints(1, 4, 2, 2), "w": weight(2, 2)}, [16],
         lambda z, w: z.view(-1, 4, 2, 2) @ w["w"], batch=1)
    case("reshape-fixed-8", [node("Reshape", "z to", "a"), node("Relu", "a", "y")], {"to": ints(8, 4, 2, 2)}, [16],
         lambda z, w: F.relu(z).view(-1, 4, 2, 2), batch=8)
    case("flatten", [node("Flatten", "z", "a"), node("Unsqueeze", "a axes", "b"), node("Squeeze", "b axes", "y")],
         {"axes": ints(2, -1)}, [4, 2, 2], lambda z, w: z.flatten(1))
    case("squeeze-old", [node("Unsqueeze", "z", "a", axes=[1, 3]), node("Squeeze", "a", "y", axes=[1])], {}, [6],
         lambda z, w: z.unsqueeze(2), opset=11)
    case("expand", [node("Expand", "c shape", "a"), node("Add", "z a", "b"), node("Tile", "b times", "y")],
         {"c": weight(1, 1, 3), "shape": ints(1, 2, 3), "times": ints(1, 2, 1)}, [2, 3],
         lambda z, w: (z + w["c"]).repeat(1, 2, 1))
    case("constant-of-shape", [node("Shape", "z", "s"),
                               node("ConstantOfShape", "s", "o", value=numpy_helper.from_array(weight(1) * 0 + 2)),
                               node("Add", "z o", "y")], {}, [2, 3], lambda z, w: z + 2)
    case("learned-constant", [node("Concat", "z c", "a", axis=1), node("Relu", "a", "y")], {"c": weight(1, 2, 3, 3)},
         [2, 3, 3], lambda z, w: F.relu(torch.cat([z, w["c"].expand(len(z), -1, -1, -1)], 1)))


def selection():
    case("slice", [node("Slice", "z start end axes step", "a"), node("Slice", "a back toback axes down", "y")],
         {"start": ints(1, 0), "end": ints(9223372036854775807, -1), "axes": ints(1, 2), "step": ints(2, 1),
          "back": ints(-1, -1), "toback": ints(-100, -100), "down": ints(-1, -2)}, [6, 5],
         lambda z, w: z[:, 1::2, 0:-1].flip(1).flip(2)[:, :, ::2])
    case("slice-old", [node("Slice", "z", "y", starts=[1], ends=[3], axes=[1])], {}, [6, 5],
         lambda z, w: z[:, 1:3], opset=9)
    case("gather", [node("Gather", "z many", "a", axis=1), node("Gather", "a one", "y", axis=2)],
         {"many": ints(3, 0, -1), "one": ints(1).reshape(())}, [4, 3], lambda z, w: z[:, [3, 0, 3]][:, :, 1])
    case("split", [node("Split", "z parts", "a b", axis=1), node("Mul", "a a", "c"), node("Concat", "b c", "y", axis=1)],
         {"parts": ints(2, 4)}, [6, 2], lambda z, w: torch.cat([z[:, 2:], z[:, :2] ** 2], 1))
    case("split-even", [node("Split", "z", "a b", axis=-1), node("Sub", "a b", "y")], {}, [3, 6],
         lambda z, w: z[..., :3] - z[..., 3:])
    case("triangle", [node("Trilu", "z", "y", upper=0)], {}, [3, 3], lambda z, w: z.tril())


def pooling():
    case("max-pool", [node("MaxPool", "z", "y", kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])], {},
         [3, 7, 7], lambda z, w: F.max_pool2d(z, 3, 2, 1))
    case("max-pool-same", [node("MaxPool", "z", "y", kernel_shape=[2, 2], strides=[2, 2], auto_pad="SAME_UPPER")], {},
         [3, 7, 7], lambda z, w: F.max_pool2d(z, 2, 2, ceil_mode=True))
    case("average-pool", [node("AveragePool", "z", "y", kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])], {},
         [3, 7, 7], lambda z, w: F.avg_pool2d(z, 3, 2, 1, count_include_pad=False))
    case("global-pool", [node("GlobalAveragePool", "z", "a"), node("Sub", "z a", "b"),
                         node("GlobalMaxPool", "z", "c"), node("Div", "b c", "y")], {}, [3, 4, 4],
         lambda z, w: (z - z.mean((2, 3), True)) / z.amax((2, 3), True))
    case("reduce", [node("ReduceSum", "z axes", "a", keepdims=0), node("ReduceMax", "z", "b", axes=[2], keepdims=0),
                    node("ReduceL2", "z", "c", axes=[-1], keepdims=0), node("Add", "a b", "d"), node("Add", "d c", "y")],
         {"axes": ints(2)}, [3, 4], lambda z, w: z.sum(2) + z.amax(2) + z.norm(dim=2))
    case("reduce-18", [node("ReduceMean", "z axes", "a"), node("Sub", "z a", "y")], {"axes": ints(1)}, [3, 4],
         lambda z, w: z - z.mean(1, True), opset=18)


def resizing():
    def resized(name, attributes, shape, expected, scales=None, sizes=None, opset=17):
        extra = {"scales": numpy.array(scales, "f4")} if scales else {"sizes": ints(*sizes)}
        names = ["z", "", "scales"] if scales else ["z", "", "", "sizes"]
        made = helper.make_node("Resize", names, ["y"], **attributes)
        case(name, [made], extra, shape, expected, opset=opset)

    corner = {"mode": "nearest", "coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}
    resized("resize-nearest", corner, [2, 3, 4], lambda z, w: F.interpolate(z, scale_factor=2), [1, 1, 2, 2])
    resized("resize-nearest-half", {"mode": "nearest"}, [2, 3, 4], lambda z, w: F.interpolate(z, scale_factor=2),
            [1, 1, 2, 2])
    resized("resize-nearest-to", corner, [2, 3, 4], lambda z, w: F.interpolate(z, size=(7, 6)), None, [1, 2, 7, 6])
    resized("resize-nearest-ceil", {**corner, "nearest_mode": "ceil"}, [1, 1, 3],
            lambda z, w: z[..., [0, 1, 1, 2, 2, 2]], [1, 1, 1, 2])
    resized("resize-linear", {"mode": "linear"}, [2, 3, 4],
            lambda z, w: F.interpolate(z, scale_factor=2, mode="bilinear"), [1, 1, 2, 2])
    resized("resize-linear-corners", {"mode": "linear", "coordinate_transformation_mode": "align_corners"}, [2, 3, 4],
            lambda z, w: F.interpolate(z, size=(5, 7), mode="bilinear", align_corners=True), None, [1, 2, 5, 7])
    resized("resize-cubic", {"mode": "cubic"}, [2, 5, 4],
            lambda z, w: F.interpolate(z, scale_factor=2, mode="bicubic"), [1, 1, 2, 2])

    def from_corner(z, times):
        # place i of the result is place i / times of the map, and beyond the last the last
        for dim in (2, 3):
            size = z.shape[dim]
            places = torch.arange(size * times) / times
            low = places.floor().long()
            high = (low + 1).clamp(max=size - 1)
            ratio = (places - low).view([-1] + [1] * (3 - dim))
            z = z.index_select(dim, low) * (1 - ratio) + z.index_select(dim, high) * ratio
        return z

    resized("resize-linear-corner", {"mode": "linear", "coordinate_transformation_mode": "asymmetric"}, [2, 3, 4],
            lambda z, w: from_corner(z, 2), [1, 1, 2, 2])
    case("upsample", [node("Upsample", "z scales", "y", mode="nearest")],
         {"scales": numpy.array([1, 1, 2, 3], "f4")}, [2, 3, 4], lambda z, w: F.interpolate(z, scale_factor=(2, 3)),
         opset=9)
    case("depth-to-space-crd", [node("DepthToSpace", "z", "y", blocksize=2, mode="CRD")], {}, [12, 2, 3],
         lambda z, w: F.pixel_shuffle(z, 2))
    case("depth-to-space-dcr", [node("DepthToSpace", "z", "y", blocksize=2)], {}, [12, 2, 3],
         lambda z, w: z.view(-1, 2, 2, 3, 2, 3).permute(0, 3, 4, 1, 5, 2).reshape(-1, 3, 4, 6))
    case("space-to-depth", [node("SpaceToDepth", "z", "y", blocksize=2)], {}, [3, 4, 10],
         lambda z, w: z.view(-1, 3, 2, 2, 5, 2).permute(0, 3, 5, 1, 2, 4).reshape(-1, 12, 2, 5))
    case("pad", [node("Pad", "z pads value", "y")],
         {"pads": ints(0, 1, 0, 2, 0, 0, 1, -1), "value": scalar(0.5)}, [2, 3, 4],
         lambda z, w: F.pad(z, (2, -1, 0, 1, 1, 0), value=0.5))
    case("pad-reflect", [node("Pad", "z pads", "y", mode="reflect")], {"pads": ints(0, 0, 1, 2, 0, 0, 2, 1)},
         [2, 4, 4], lambda z, w: F.pad(z, (2, 1, 1, 2), mode="reflect"))
    case("pad-edge-old", [node("Pad", "z", "y", mode="edge", pads=[0, 0, 1, 2, 0, 0, 2, 1])], {}, [2, 4, 4],
         lambda z, w: F.pad(z, (2, 1, 1, 2), mode="replicate"), opset=10)


def channels_last():
    """As tf2onnx writes Keras: maps turned round before and behind each convolution."""
    def turned(number, source, target, forward):
        return node("Transpose", source, target, perm=[0, 3, 1, 2] if forward else [0, 2, 3, 1])

    nodes = [node("MatMul", "z dense", "a"), node("Reshape", "a map", "b"), turned(1, "b", "c", True),
             node("ConvTranspose", "c w1", "d", strides=[2, 2], auto_pad="SAME_UPPER"), turned(2, "d", "e", False),
             node("Add", "e b1", "f"), node("LeakyRelu", "f", "g", alpha=0.3, name="model/leaky_re_lu/LeakyRelu"),
             node("Mul", "g s1", "h"), turned(3, "h", "i", True), node("Conv", "i w2", "j", auto_pad="SAME_UPPER"),
             turned(4, "j", "k", False), node("Add", "k b2", "l"), node("Sigmoid", "l", "y")]
    weights = {"dense": weight(5, 36), "map": ints(-1, 3, 3, 4), "w1": weight(4, 6, 3, 3), "b1": weight(6),
               "s1": weight(6), "w2": weight(3, 6, 3, 3), "b2": weight(3)}

    def expected(z, w):
        x = (z @ w["dense"]).view(-1, 3, 3, 4).permute(0, 3, 1, 2)
        x = F.conv_transpose2d(x, w["w1"], None, 2)[:, :, :6, :6] + w["b1"].view(-1, 1, 1)
        x = F.leaky_relu(x, 0.3) * w["s1"].view(-1, 1, 1)
        return torch.sigmoid(F.conv2d(x, w["w2"], w["b2"], padding=1))

    case("channels-last", nodes, weights, [5], expected)


def modulated():
    """StyleGAN2's: weights for each picture, as groups of one large picture; exported for one picture."""
    nodes = [node("MatMul", "z style", "s"), node("Reshape", "s wide", "t"), node("Mul", "t w", "m"),
             node("Mul", "m m", "q"), node("ReduceSum", "q axes", "r"), node("Add", "r e", "r2"),
             node("Sqrt", "r2", "d"), node("Div", "m d", "k"), node("Reshape", "k kernel", "kk"),
             node("MatMul", "z start", "x0"), node("Reshape", "x0 large", "x1"),
             node("Conv", "x1 kk", "x2", pads=[1, 1, 1, 1], group=1), node("Reshape", "x2 back", "x3"),
             node("Add", "x3 b", "y")]
    weights = {"style": weight(5, 4), "wide": ints(1, 1, 4, 1, 1), "w": weight(1, 3, 4, 3, 3),
               "axes": ints(2, 3, 4), "e": scalar(1e-3), "kernel": ints(3, 4, 3, 3), "start": weight(5, 64),
               "large": ints(1, 4, 4, 4), "back": ints(1, 3, 4, 4), "b": weight(3, 1, 1)}

    def expected(z, w):
        pictures = []
        for one in z:
            kernel = w["w"][0] * (one @ w["style"]).view(1, 4, 1, 1)
            kernel = kernel / (kernel.square().sum((1, 2, 3), True) + 1e-3).sqrt()
            pictures.append(F.conv2d((one @ w["start"]).view(1, 4, 4, 4), kernel, padding=1) + w["b"])
        return torch.cat(pictures)

    case("modulated", nodes, weights, [5], expected, batch=1)


def kinds_of_weights():
    half = weight(4, 4).astype("f2")
    case("half", [node("Cast", "z", "h", to=10), node("MatMul", "h w", "a"), node("Cast", "a", "y", to=1)], {"w": half},
         [4], lambda z, w: z @ w["w"].float())
    wide = weight(4, 4).astype("f8")
    case("double", [node("MatMul", "z w", "y")], {"w": wide}, [4], lambda z, w: z @ w["w"].float())


def refusals():
    relu = [node("Relu", "z", "y")]
    refused("unknown-operator", "\"/up/Frob\" uses the operator Frobnicate",
            [node("Frobnicate", "z", "a", name="/up/Frob"), node("Relu", "a", "y")], {}, [4])
    refused("loop", "uses the operator If", [node("If", "z", "y", name="branch")], {}, [4])
    refused("random", "draws random numbers", [node("RandomNormalLike", "z", "a"), node("Add", "a z", "y")], {}, [4])
    number = helper.make_tensor_value_info("c", TensorProto.INT64, ["n"])
    refused("number", "takes whole numbers (c) that choose no row", relu, {}, [4], more_inputs=[number])
    refused("class-as-number", "needs its class as a number",
            [node("Gather", "t c", "e"), node("Cast", "c", "f", to=1), node("Mul", "f f", "g"), node("Add", "z g", "y")],
            {"t": weight(3, 4)}, [4], more_inputs=[number])
    refused("two-tables", "takes whole numbers (c) that choose no row",
            [node("Gather", "t c", "e"), node("Gather", "u c", "f"), node("Add", "e f", "y")],
            {"t": weight(3, 4), "u": weight(5, 4)}, [4], more_inputs=[number])
    refused("two-classes", "takes several classes for one picture (c)", [node("Gather", "t c", "y")], {"t": weight(3, 4)},
            [4], more_inputs=[helper.make_tensor_value_info("c", TensorProto.INT64, ["n", 2])])
    refused("opset-8", "operators of version 8", relu, {}, [4], opset=8)
    refused("batch-mixed", "mixes the pictures of a batch", [node("ReduceMean", "z", "a", axes=[0]),
                                                             node("Sub", "z a", "y")], {}, [4])
    refused("any-size", "may be of any size", relu, {}, ["size"])
    refused("second-picture", "picks pictures out of the batch", [node("Gather", "z one", "y", axis=0)],
            {"one": ints(0)}, [4], batch=1)
    outside = numpy_helper.from_array(weight(4, 4), "w")
    outside.ClearField("raw_data")
    outside.data_location = TensorProto.EXTERNAL
    entry = outside.external_data.add()
    entry.key, entry.value = "location", "weights.data"
    graph = helper.make_graph([node("MatMul", "z w", "y")], "external",
                              [helper.make_tensor_value_info("z", TensorProto.FLOAT, ["n", 4])],
                              [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)], initializer=[outside])
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    (FOLDER / "external.onnx").write_bytes(made.SerializeToString())
    CASES.append({"file": "external.onnx", "refused": "its weights lie in another file (weights.data)"})


for group in (activations, written_out, arithmetic, linear_layers, convolutions, norms, shapes, selection, pooling,
              resizing, channels_last, modulated, kinds_of_weights, classes, refusals):
    group()
(FOLDER / "graphs.json").write_text(json.dumps(CASES))
