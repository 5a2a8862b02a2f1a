/** Spanish, addressing the user as “tú”. */
import type { Texts } from '../messages.js';

// For the return page. Separate constants, so that its script contains only those that it shows.
export const closeText = 'Puedes cerrar esta ventana.';
export const elsewhereText = 'Parece que esto no se inició en este navegador.';
export const finishingText = 'Finalizando…';

export const texts = (): Texts => ({
  link: 'Vincular un dispositivo',
  relink: 'Volver a vincular',
  relinkTo: 'Volver a vincular {vendor}',
  requesting: 'Abriendo…',
  open: 'Mostrar la ventana',
  confirming: 'Comprobando…',
  linked: 'Dispositivo vinculado',
  linkedTo: 'Vinculado con {vendor}',
  another: 'Vincular otro',
  deviceConnected: 'Se ha vinculado {device}.',
  devicesConnected: 'Se han vinculado {device}.',
  retry: 'Reintentar',
  continue: 'Continuar',
  restart: 'Empezar de nuevo',
  cancel: 'Cancelar',
  close: 'Cerrar',
  detached: '¿Has terminado en la otra ventana?',
  cancelled: 'No se ha vinculado nada.',
  ended: 'La página de acceso se ha cerrado.',
  loading: 'Abriendo la página de acceso seguro…',
  returned: closeText,
  frameTitle: 'Página de acceso seguro',
  framed: '¿Problemas para acceder? Abrir una ventana nueva',
  errorBlocked: 'Permite las ventanas emergentes en esta página e inténtalo de nuevo.',
  errorOffline: 'Comprueba tu conexión a internet e inténtalo de nuevo.',
  errorUnauthorized: 'Vuelve a iniciar sesión e inténtalo de nuevo.',
  errorBusy: 'Espera un momento e inténtalo de nuevo.',
  errorUnavailable: 'No hemos podido abrir la página de acceso. Inténtalo de nuevo.',
  errorSetup: 'Ahora mismo no se pueden vincular dispositivos.',
  errorAlreadyLinked: 'Este dispositivo ya está vinculado.',
  errorConfirm: 'No hemos podido comprobar el resultado. Inténtalo de nuevo.',
});
