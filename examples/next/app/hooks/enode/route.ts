export { receiveWebhook as POST } from '@/lib/devices';
