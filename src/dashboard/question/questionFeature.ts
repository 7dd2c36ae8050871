// The question of an agent as a feature: an overlay that is answered there and then.
import { entryNow } from '../loop/entryNow';
import { feature, NONE } from '../loop/feature';
import { stay } from '../loop/step';
import { QUESTION_KEYS } from './questionKeys';
import { questionPane } from './questionPane';
import { planQuestion, type QuestionPlan } from './questionPlan';
import { nextAsking } from './questionSelectors';
import { NO_QUESTION, type QuestionOverlay } from './questionState';
import { permitEnded, questionReady, reduceAnswers, reduceQuestion } from './reduceQuestion';

export const questionFeature = feature<'question', QuestionOverlay, QuestionPlan>({
  layer: 'overlay',
  modes: { question: { takesText: false, remap: 'fixed', words: 'a question' } },
  initial: NO_QUESTION,
  keys: QUESTION_KEYS,
  leads: (state, intent) => intent.kind !== 'showQuestion' || nextAsking(state) !== null,
  shows: ({ overlay }) => (overlay?.kind === 'question' ? overlay : null),
  mode: () => 'question',
  reduce: reduceQuestion,
  offers: reduceAnswers,
  hears: (state, report) => {
    if (report.kind === 'lookEnded') return stay(questionReady(state, report.id));
    if (report.kind !== 'permitEnded') return null;
    return stay(permitEnded(state, report.key, report.requestId, report.outcome));
  },
  plan: planQuestion,
  view: questionPane,
  watches: ({ entry }, state) => {
    const now = entryNow(state, entry);
    return now?.canAttach === true ? [now] : [];
  },
  ages: NONE.noAges,
  hit: NONE.nothing,
  drag: NONE.nothing,
  wheel: 3,
  place: NONE.noPlace,
});
