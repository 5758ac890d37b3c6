"""Parts of the page. Only streamlit_app.py and these files know Streamlit."""
