"""What runs on the graphics card, in GLSL 3.30: the formulas of ``shading`` and of the printed grid."""

from __future__ import annotations

from widgets.solid.shading import AMBIENT, DIFFUSE, GLOSS, LAMPS, SHEEN, SKY, STOPS


def _vector(values: list[float]) -> str:
    return f"vec3({', '.join(f'{value:.9f}' for value in values)})"


SHEET_VERTEX = """#version 330
layout(location = 0) in vec3 place;
layout(location = 1) in vec3 normal;
layout(location = 2) in vec2 flat_place;
uniform mat4 clip;
uniform mat3 eye;
out vec3 towards;
out vec2 uv;
void main() {
    towards = eye * normal;
    uv = flat_place;
    gl_Position = clip * vec4(place, 1.0);
}
"""

SHEET_FRAGMENT = f"""#version 330
in vec3 towards;
in vec2 uv;
uniform vec3 stops[{2 * len(STOPS)}];  // of the front, then of the back
uniform vec3 ink;
uniform float most;  // that ink covers
uniform float step_;  // between printed lines; 0 prints nothing
uniform float thick;  // pixels to a logical one
out vec4 colour;
const vec3 lamps[2] = vec3[2]({_vector(LAMPS[0].tolist())}, {_vector(LAMPS[1].tolist())});

float light(vec3 n) {{
    if (n.z < 0.0) n = -n;
    float found = {AMBIENT:.4f} + {SKY:.4f} * (0.5 + 0.5 * n.y);
    for (int k = 0; k < 2; k++) {{
        found += {DIFFUSE:.4f} * max(dot(n, lamps[k]), 0.0);
        found += {SHEEN:.4f} * pow(max(dot(n, normalize(lamps[k] + vec3(0.0, 0.0, 1.0))), 0.0), {GLOSS:.2f});
    }}
    return clamp(found, 0.0, 1.0);
}}

vec3 ramp(float shade, int first) {{
    const float at[{len(STOPS)}] = float[{len(STOPS)}]({", ".join(f"{at:.4f}" for at in STOPS)});
    vec3 found = stops[first];
    for (int k = 1; k < {len(STOPS)}; k++)
        found = mix(found, stops[first + k], clamp((shade - at[k - 1]) / (at[k] - at[k - 1]), 0.0, 1.0));
    return found;
}}

float printed() {{
    if (step_ <= 0.0) return 0.0;
    vec2 at = uv / step_;
    vec2 pixels = 1.0 / max(fwidth(at) * thick, vec2(1e-6));  // logical ones, between two lines
    vec2 off = abs(at - round(at)) * pixels;
    vec2 cover = clamp(1.0 - off, 0.0, 1.0) * min(0.2 * pixels, vec2(1.0));
    return max(cover.x, cover.y);
}}

void main() {{
    vec3 paper = ramp(light(normalize(towards)), gl_FrontFacing ? 0 : {len(STOPS)});
    colour = vec4(mix(paper, ink, printed() * most), 1.0);
}}
"""

LINE_VERTEX = """#version 330
layout(location = 0) in vec4 place;  // in clip space already
layout(location = 1) in vec4 tint;
out vec4 seen;
void main() {
    seen = vec4(tint.rgb * tint.a, tint.a);
    gl_Position = place;
}
"""

LINE_FRAGMENT = """#version 330
in vec4 seen;
uniform float part;
out vec4 colour;
void main() {
    colour = seen * part;
}
"""
