//! NLM's descriptor file
