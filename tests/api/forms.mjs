// Plain HTML forms as a browser without script sends them.
import assert from 'node:assert/strict';

export const asPage = { accept: 'text/html,application/xhtml+xml' };

/** The one form of a page that sends to `action`: its fields with their present values, as a browser would send them. */
export function formOf(html, action) {
    const found = [...html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([text]) => text).find((text) => text.includes(`action="${action}"`));
    assert.ok(found, `no form sends to ${action}`);
    const unescaped = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
    const attribute = (tag, name) => unescaped(tag.match(new RegExp(`\\b${name}="([^"]*)"`))?.[1] ?? '');
    const fields = {};
    for (const [tag] of found.matchAll(/<input\b[^>]*>/g)) {
        const type = attribute(tag, 'type');
        if (type === 'file' || (type === 'radio' && !/\bchecked\b/.test(tag))) continue;
        fields[attribute(tag, 'name')] = attribute(tag, 'value');
    }
    for (const [, tag, value] of found.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g)) fields[attribute(tag, 'name')] = unescaped(value).replace(/^\n/, '');
    for (const [, tag, options] of found.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
        const chosen = options.match(/<option\b[^>]*\bselected\b[^>]*>/)?.[0] ?? options.match(/<option\b[^>]*>/)[0];
        fields[attribute(tag, 'name')] = attribute(chosen, 'value');
    }
    return { fields, html: found };
}

/** Sends a form with pictures, as a browser does: an empty file input is sent too. */
export function sendForm(browser, path, fields, { photos = [], expect = 200, language } = {}) {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    if (!photos.length) form.append('photo', new Blob([]), '');
    for (const photo of photos) form.append('photo', new Blob([photo], { type: 'image/jpeg' }), 'IMG_0001.JPG');
    return browser.request('POST', path, form, { ...(expect === 'any' ? {} : { expect }), key: null, headers: asPage, ...(language ? { language } : {}) });
}
