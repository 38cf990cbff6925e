#!/usr/bin/env python3
"""Records networks of transformers and timm as these make them, with random weights, and checks them: every norm of theirs is
sound, so that whatever `normscope check` calls otherwise is a false alarm.

    architectures.py PROGRAM models [DTYPE] [NAME...]

One line a network; exit status 1 where a layer is not what it says, or is not told.
"""
import os
import subprocess
import sys
import tempfile
import types
from pathlib import Path

import timm
import torch
import transformers

WIDTH = dict(hidden_size=64, intermediate_size=128, num_hidden_layers=2, num_attention_heads=4, vocab_size=200)
GROUPED = dict(WIDTH, num_key_value_heads=2)
HEADS = dict(GROUPED, head_dim=16)
IMAGES = {key: value for key, value in WIDTH.items() if key != "vocab_size"}
TOKENS = dict(pad_token_id=0, bos_token_id=1, eos_token_id=2)

# Of transformers, by the name of the configuration: its settings, and what the network takes.
LANGUAGE = {
    "Bert": WIDTH, "Phi": WIDTH, "Olmo": WIDTH, "Olmo2": WIDTH, "Llama": GROUPED, "Qwen2": GROUPED, "Mistral": GROUPED,
    "Nemotron": GROUPED, "Starcoder2": GROUPED, "Gemma": HEADS, "Gemma2": HEADS, "Gemma3Text": HEADS, "Qwen3": HEADS,
    "Phi3": dict(GROUPED, **TOKENS), "Cohere": dict(GROUPED, **TOKENS), "Glm4": dict(HEADS, **TOKENS),
    "GptOss": dict(HEADS, num_local_experts=4, num_experts_per_tok=2),
    "Llama4Text": dict(HEADS, num_local_experts=2, intermediate_size_mlp=128),
    "ModernBert": dict(WIDTH, cls_token_id=1, sep_token_id=2, **TOKENS),
    "DeepseekV3": dict(WIDTH, num_key_value_heads=4, moe_intermediate_size=32, n_routed_experts=4, num_experts_per_tok=2,
                       n_group=2, topk_group=1, q_lora_rank=32, kv_lora_rank=32, qk_rope_head_dim=8, qk_nope_head_dim=8,
                       v_head_dim=16, n_shared_experts=1, first_k_dense_replace=1),
    "GPT2": dict(n_embd=64, n_layer=2, n_head=4, vocab_size=200, n_positions=64),
    "Falcon": dict(hidden_size=64, num_hidden_layers=2, num_attention_heads=4, vocab_size=200),
    "Mpt": dict(d_model=64, n_heads=4, n_layers=2, vocab_size=200, max_seq_len=64),
    "Bloom": dict(hidden_size=64, n_layer=2, n_head=4, vocab_size=200),
    "Mamba": dict(hidden_size=64, num_hidden_layers=2, vocab_size=200, state_size=8),
    "Rwkv": dict(hidden_size=64, attention_hidden_size=64, num_hidden_layers=2, vocab_size=200),
    "T5": dict(d_model=64, d_kv=16, d_ff=128, num_layers=2, num_heads=4, vocab_size=200),
}
VISION = {
    "ViT": dict(IMAGES, image_size=64, patch_size=8), "Swin": dict(embed_dim=16, depths=[1, 1], num_heads=[2, 4],
                                                                   image_size=64, patch_size=4, window_size=4),
    "Dinov2": dict(hidden_size=64, num_hidden_layers=2, num_attention_heads=4, image_size=64, patch_size=16),
    "ConvNext": dict(hidden_sizes=[16, 32, 64, 96], depths=[1, 1, 2, 1]),
    "ResNet": dict(embedding_size=16, hidden_sizes=[16, 32, 64, 96], depths=[1, 1, 2, 1]),
}
TIMM = """resnet18 convnext_atto vit_tiny_patch16_224 swin_tiny_patch4_window7_224 efficientnet_b0 mobilenetv3_small_050 regnetx_002
    coat_tiny nfnet_l0 resnetv2_50 mixer_s32_224 maxvit_nano_rw_256 edgenext_xx_small efficientvit_b0 eva02_tiny_patch14_224
    hiera_tiny_224 mambaout_femto levit_128s cait_xxs24_224 xcit_nano_12_p16_224 poolformer_s12 davit_tiny focalnet_tiny_srf
    repvit_m0_9 fastvit_t8 vgg11_bn densenet121 dpn48b res2net50_14w_8s ghostnet_050 tiny_vit_5m_224 beit_base_patch16_224
    resnetv2_50x1_bit gernet_s halonet26t visformer_tiny crossvit_tiny_240 pvt_v2_b0 twins_pcpvt_small nest_tiny shvit_s1
    starnet_s1 rdnet_tiny""".split()


def tokens():
    return torch.randint(0, 200, (2, 16))


def of_transformers(name, settings, dtype):
    network = transformers.AutoModel.from_config(getattr(transformers, name + "Config")(**settings)).eval()
    if name in VISION:
        return network, lambda: network(pixel_values=torch.randn(2, 3, 64, 64).to(dtype))
    more = {"decoder_input_ids": tokens()} if name == "T5" else {}
    return network, lambda: network(input_ids=tokens(), **more)


def of_timm(name, dtype):
    network = timm.create_model(name, pretrained=False).eval()
    size = network.default_cfg["input_size"][-1]
    return network, lambda: network(torch.randn(1, 3, size, size).to(dtype))


def unsettle(network):
    """Weights, biases and running statistics that are not as they start."""
    with torch.no_grad():
        for parameter in network.parameters():
            if parameter.ndim == 1:
                parameter.add_(0.1 * torch.randn_like(parameter))
        for name, buffer in network.named_buffers():
            if name.endswith("running_mean"):
                buffer.add_(0.1 * torch.randn_like(buffer))
            if name.endswith("running_var"):
                buffer.mul_(0.5 + torch.rand_like(buffer))


def check(program, recorder, name, make, dtype, folder):
    torch.manual_seed(0)
    network, run = make()
    unsettle(network)
    network.to(dtype)
    file = str(Path(folder, name + ".safetensors"))
    with torch.no_grad(), recorder.record(network, file):
        run()
    result = subprocess.run([program, "check", file], capture_output=True, text=True)
    os.remove(file)
    lines = (result.stdout + result.stderr).splitlines()
    print(f"{name:30} {lines[0].split(None, 1)[1] if lines else 'nothing was said'}", flush=True)
    if lines and lines[0].endswith(" as declared, 0 not"):
        return True
    print("\n".join("    " + line for line in lines[1:] if " ok  " not in line), flush=True)
    return False


def main():
    program = os.path.abspath(sys.argv[1])
    dtype = getattr(torch, sys.argv[3] if len(sys.argv) > 3 else "float32")
    recorder = types.ModuleType("normscope")
    code = subprocess.run([program, "python"], capture_output=True, text=True, check=True).stdout
    exec(compile(code, "normscope.py", "exec"), recorder.__dict__)
    makers = {name: lambda name=name, of=of: of_transformers(name, of, dtype) for name, of in (LANGUAGE | VISION).items()}
    makers |= {name: lambda name=name: of_timm(name, dtype) for name in TIMM}
    sound = True
    with tempfile.TemporaryDirectory() as folder:
        for name in sys.argv[4:] or makers:
            sound &= check(program, recorder, name, makers[name], dtype, folder)
    sys.exit(not sound)


main()
