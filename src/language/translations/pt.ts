/** European Portuguese, addressing the user politely, with “você” left unsaid. */
import type { Texts } from '../messages.js';

// For the return page. Separate constants, so that its script contains only those that it shows.
export const closeText = 'Pode fechar esta janela.';
export const elsewhereText = 'Parece que isto não foi iniciado neste navegador.';
export const finishingText = 'A concluir…';

export const texts = (): Texts => ({
  link: 'Associar um dispositivo',
  relink: 'Associar novamente',
  relinkTo: 'Associar {vendor} novamente',
  requesting: 'A abrir…',
  open: 'Mostrar a janela',
  confirming: 'A verificar…',
  linked: 'Dispositivo associado',
  linkedTo: 'Associado a {vendor}',
  another: 'Associar outro',
  deviceConnected: 'Dispositivo associado: {device}.',
  devicesConnected: 'Dispositivos associados: {device}.',
  retry: 'Tentar novamente',
  continue: 'Continuar',
  restart: 'Recomeçar',
  cancel: 'Cancelar',
  close: 'Fechar',
  detached: 'Já terminou na outra janela?',
  cancelled: 'Nenhum dispositivo foi associado.',
  ended: 'A página de acesso foi fechada.',
  loading: 'A abrir a página de acesso seguro…',
  returned: closeText,
  frameTitle: 'Página de acesso seguro',
  framed: 'Problemas no acesso? Abrir uma nova janela',
  errorBlocked: 'Permita pop-ups nesta página e tente novamente.',
  errorOffline: 'Verifique a ligação à Internet e tente novamente.',
  errorUnauthorized: 'Volte a iniciar sessão e tente novamente.',
  errorBusy: 'Aguarde um momento e tente novamente.',
  errorUnavailable: 'Não foi possível abrir a página de acesso. Tente novamente.',
  errorSetup: 'De momento, não é possível associar dispositivos.',
  errorAlreadyLinked: 'Este dispositivo já está associado.',
  errorConfirm: 'Não foi possível verificar o resultado. Tente novamente.',
});
