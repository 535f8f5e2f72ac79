import { ProblemError } from '../client';
import { t } from '../shared/i18n';

/** What to tell of an error: in the visitor's language where an admin meets it in daily work, else as the server says it. */
export function problemText(error: ProblemError): string {
  switch (error.problem.code) {
    case 'network': return t('admin.error.network');
    case 'adminRequired': return t('admin.error.adminRequired');
    case 'preconditionFailed': return t('admin.error.preconditionFailed');
    case 'pollNotEditable': return t('admin.error.pollNotEditable');
    case 'pollNotFound': return t('admin.error.pollNotFound');
    default: return error.problem.detail;
  }
}
