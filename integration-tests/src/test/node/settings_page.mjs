// Opens the settings page as a person does: on a desktop, on a phone, and with JavaScript off.
//
// Environment: CHROMIUM (the program), PAGE (the URL of the page), SMTP_USER, SCREENSHOTS (a folder).
// Prints one line of JSON.
import { chromium } from 'playwright-core';

const { CHROMIUM, PAGE, SMTP_USER, SCREENSHOTS } = process.env;
const VIEWS = {
  desktop: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 375, height: 667 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  withoutJavaScript: { viewport: { width: 1280, height: 900 }, javaScriptEnabled: false },
};

/** Types the address and presses the button; the page that then comes. */
const look = async (browser, name, view) => {
  const context = await browser.newContext(view);
  const page = await context.newPage();
  const complaints = [];
  const requests = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(PAGE);
  await page.getByLabel('Inbox address').fill(SMTP_USER);
  await page.getByRole('button', { name: 'Show settings' }).click();
  await page.getByRole('heading', { name: 'Thunderbird' }).waitFor();
  await page.screenshot({ path: `${SCREENSHOTS}/settings-page-${name}.png`, fullPage: true });
  const seen = {
    complaints,
    requests: requests.filter((url) => !url.startsWith('data:')),
    headings: await page.getByRole('heading', { level: 2 }).allTextContents(),
    language: await page.locator('html').getAttribute('lang'),
    typed: await page.getByLabel('Inbox address').inputValue(),
    snippets: Object.fromEntries(
      await Promise.all((await page.locator('pre').all()).map(async (pre) => [await pre.getAttribute('id'), await pre.textContent()])),
    ),
    profile: await page.getByRole('link', { name: 'Download the profile' }).getAttribute('href'),
    width: (await page.locator('html').boundingBox()).width,
  };
  if (view.javaScriptEnabled !== false) {
    seen.width = await page.evaluate(() => document.documentElement.scrollWidth);
    seen.background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  }
  seen.available = view.viewport.width;
  await context.close();
  return seen;
};

const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
try {
  const seen = {};
  for (const [name, view] of Object.entries(VIEWS)) {
    seen[name] = await look(browser, name, view);
  }
  console.log(JSON.stringify(seen));
} finally {
  await browser.close();
}
