/** The demo's sign-in, without a password. Replace it by yours. */
export default defineEventHandler(async (event) => {
  const { user } = await readBody<{ user?: unknown }>(event);
  if (typeof user !== 'string' || user === '') throw createError({ status: 400 });
  const session = await useUserSession(event);
  await session.update({ userId: user });
  return sendRedirect(event, '/', 303);
});
