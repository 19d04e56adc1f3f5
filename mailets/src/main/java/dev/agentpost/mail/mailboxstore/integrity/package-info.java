/** Whether the store agrees with itself, found out and mended while it is in use. */
package dev.agentpost.mail.mailboxstore.integrity;
