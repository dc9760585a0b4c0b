//! Reusable views. They know no panel, no context but words, no fetch: signals in, callbacks out.
