/**
 * The messages of folders as rows of one partition each: every change is one conditional write, planned here by pure
 * functions and kept in order by a queue for each folder. Knows no database.
 */
package dev.agentpost.mail.mailboxstore.rows;
