// The inside of an agent Pod: one prompt at a time, its answer to the log and the viewers, its questions to whoever may answer.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ContentBlock, methods, type StopReason } from '@agentclientprotocol/sdk';
import type { PermissionAnswer, PermissionPolicy } from '../../protocol/agentExtension';
import type { PodExit } from '../../protocol/terminalFrame';
import type { AgentBroadcast, AgentClient } from './agentBroadcast';
import { AgentVoice } from './agentVoice';
