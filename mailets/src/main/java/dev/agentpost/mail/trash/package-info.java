/** What is expunged goes to Trash, and Trash is emptied of what has been there for long. */
package dev.agentpost.mail.trash;
