/**
 * Finds messages of a folder without an index of words. What is cheap to read decides first: bitmaps of flags, then rows,
 * then envelopes swept page by page, and only for what is still open headers and bodies.
 */
package dev.agentpost.mail.mailboxstore.search;
