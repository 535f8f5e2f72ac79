import { el } from '../shared/dom';
import { start, t } from '../shared/i18n';

await start();
document.title = t('voter.title');
document.querySelector('#page')!.append(el('h1', {}, t('voter.title')));
