// How an agent can be set: its modes, its model and whatever else it lets a user choose, in one shape.
import * as v from 'valibot';
import { parseWith } from './parseWith';

/** One value to choose; `group`: under which heading the agent lists it. */
const choiceSchema = v.object({
  value: v.string(),
  name: v.string(),
  description: v.fallback(v.nullable(v.string()), null),
});

/**
 * `mode` is the id of an agent's modes where it has no option for them. `category`: ACP's word (`mode`, `model`,
 * `thought_level` …), others may come. A switch has the values `true` and `false`.
 */
export const agentOptionSchema = v.object({
  id: v.string(),
  name: v.string(),
  category: v.fallback(v.nullable(v.string()), null),
  type: v.fallback(v.picklist(['mode', 'model', 'select', 'boolean']), 'select'),
  value: v.string(),
  choices: v.fallback(v.array(choiceSchema), []),
});
export type AgentOption = v.InferOutput<typeof agentOptionSchema>;

/** All options as they stand. */
export const agentOptionsSchema = v.object({ options: v.array(agentOptionSchema) });

export const MODE_OPTION = 'mode';

const maybeText = v.fallback(v.optional(v.nullable(v.string()), null), null);
const wireChoice = v.looseObject({ value: v.string(), name: maybeText, description: maybeText });
const wireGroup = v.looseObject({ options: v.array(v.unknown()) });
const wireOption = v.looseObject({
  id: v.string(),
  name: maybeText,
  category: maybeText,
  type: v.fallback(v.optional(v.string(), 'select'), 'select'),
  currentValue: v.union([v.string(), v.boolean()]),
  options: v.fallback(v.optional(v.array(v.unknown()), []), []),
});
const wireModes = v.looseObject({
  currentModeId: v.string(),
  availableModes: v.fallback(v.array(v.unknown()), []),
});
const wireMode = v.looseObject({ id: v.string(), name: maybeText, description: maybeText });
const wireModels = v.looseObject({
  currentModelId: v.string(),
  availableModels: v.fallback(v.array(v.unknown()), []),
});
const wireModel = v.looseObject({ modelId: v.string(), name: maybeText, description: maybeText });

/** `data`: ACP's `configOptions`, still unknown; one that cannot be read is left out. */
export function parseOptions(data: unknown): readonly AgentOption[] {
  if (!Array.isArray(data)) return [];
  return data.flatMap((entry) => {
    const parsed = parseWith(wireOption, entry);
    if (!parsed.ok) return [];
    const { id, name, category, type, currentValue, options } = parsed.value;
    const isSwitch = type === 'boolean' || typeof currentValue === 'boolean';
    return [
      {
        id,
        name: name ?? id,
        category,
        type: isSwitch ? ('boolean' as const) : ('select' as const),
        value: String(currentValue),
        choices: isSwitch ? SWITCH : options.flatMap(choicesOf),
      },
    ];
  });
}

const SWITCH = [
  { value: 'true', name: 'on', description: null },
  { value: 'false', name: 'off', description: null },
];

const rest = v.optional(v.unknown());
const ANSWER = v.looseObject({ modes: rest, models: rest, configOptions: rest });

/** `data`: the answer that opened a session. Options come before modes, which stand for older agents. */
export function sessionOptions(data: unknown): readonly AgentOption[] {
  const answer = parseWith(ANSWER, data);
  if (!answer.ok) return [];
  const options = parseOptions(answer.value.configOptions);
  const has = (category: string) => options.some((option) => option.category === category);
  return [
    ...(has('mode') ? [] : modeOption(answer.value.modes)),
    ...(has('model') ? [] : modelOption(answer.value.models)),
    ...options,
  ];
}

function modeOption(data: unknown): readonly AgentOption[] {
  const modes = parseWith(wireModes, data);
  if (!modes.ok) return [];
  const choices = modes.value.availableModes.flatMap((entry) => {
    const mode = parseWith(wireMode, entry);
    return mode.ok
      ? [{ value: mode.value.id, name: mode.value.name ?? mode.value.id, description: mode.value.description }]
      : [];
  });
  return [{ id: MODE_OPTION, name: 'Mode', category: 'mode', type: 'mode', value: modes.value.currentModeId, choices }];
}

/** Models as agents offered them before there were options. */
function modelOption(data: unknown): readonly AgentOption[] {
  const models = parseWith(wireModels, data);
  if (!models.ok) return [];
  const choices = models.value.availableModels.flatMap((entry) => {
    const model = parseWith(wireModel, entry);
    if (!model.ok) return [];
    const { modelId, name, description } = model.value;
    return [{ value: modelId, name: name ?? modelId, description }];
  });
  return [
    { id: 'model', name: 'Model', category: 'model', type: 'model', value: models.value.currentModelId, choices },
  ];
}

function choicesOf(data: unknown): AgentOption['choices'] {
  const choice = parseWith(wireChoice, data);
  if (choice.ok) {
    const { value, name, description } = choice.value;
    return [{ value, name: name ?? value, description }];
  }
  const group = parseWith(wireGroup, data);
  return group.ok ? group.value.options.flatMap(choicesOf) : [];
}
