var k8=Object.defineProperty;var T8=Object.getOwnPropertyDescriptor;var K0=V=>{throw TypeError(V)};var d=(V,H,C,L)=>{for(var e=L>1?void 0:L?T8(H,C):H,r=V.length-1,M;r>=0;r--)(M=V[r])&&(e=(L?M(H,C,e):M(e))||e);return L&&e&&k8(H,C,e),e};var D3=(V,H,C)=>H.has(V)||K0("Cannot "+C);var i=(V,H,C)=>(D3(V,H,"read from private field"),C?C.call(V):H.get(V)),l=(V,H,C)=>H.has(V)?K0("Cannot add the same private member more than once"):H instanceof WeakSet?H.add(V):H.set(V,C),g=(V,H,C,L)=>(D3(V,H,"write to private field"),L?L.call(V,C):H.set(V,C),C),a=(V,H,C)=>(D3(V,H,"access private method"),C);await customElements.whenDefined("home-assistant");var S5=globalThis,h5=S5.ShadowRoot&&(S5.ShadyCSS===void 0||S5.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,N3=Symbol(),q0=new WeakMap,U2=class{constructor(H,C,L){if(this._$cssResult$=!0,L!==N3)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=H,this.t=C}get styleSheet(){let H=this.o,C=this.t;if(h5&&H===void 0){let L=C!==void 0&&C.length===1;L&&(H=q0.get(C)),H===void 0&&((this.o=H=new CSSStyleSheet).replaceSync(this.cssText),L&&q0.set(C,H))}return H}toString(){return this.cssText}},j0=V=>new U2(typeof V=="string"?V:V+"",void 0,N3),p=(V,...H)=>{let C=V.length===1?V[0]:H.reduce((L,e,r)=>L+(M=>{if(M._$cssResult$===!0)return M.cssText;if(typeof M=="number")return M;throw Error("Value passed to 'css' function must be a 'css' function result: "+M+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(e)+V[r+1],V[0]);return new U2(C,V,N3)},Y0=(V,H)=>{if(h5)V.adoptedStyleSheets=H.map(C=>C instanceof CSSStyleSheet?C:C.styleSheet);else for(let C of H){let L=document.createElement("style"),e=S5.litNonce;e!==void 0&&L.setAttribute("nonce",e),L.textContent=C.cssText,V.appendChild(L)}},I3=h5?V=>V:V=>V instanceof CSSStyleSheet?(H=>{let C="";for(let L of H.cssRules)C+=L.cssText;return j0(C)})(V):V;var{is:R8,defineProperty:B8,getOwnPropertyDescriptor:P8,getOwnPropertyNames:_8,getOwnPropertySymbols:F8,getPrototypeOf:$8}=Object,f5=globalThis,X0=f5.trustedTypes,E8=X0?X0.emptyScript:"",D8=f5.reactiveElementPolyfillSupport,G2=(V,H)=>V,z2={toAttribute(V,H){switch(H){case Boolean:V=V?E8:null;break;case Object:case Array:V=V==null?V:JSON.stringify(V)}return V},fromAttribute(V,H){let C=V;switch(H){case Boolean:C=V!==null;break;case Number:C=V===null?null:Number(V);break;case Object:case Array:try{C=JSON.parse(V)}catch{C=null}}return C}},g5=(V,H)=>!R8(V,H),J0={attribute:!0,type:String,converter:z2,reflect:!1,useDefault:!1,hasChanged:g5};Symbol.metadata??=Symbol("metadata"),f5.litPropertyMetadata??=new WeakMap;var Z1=class extends HTMLElement{static addInitializer(H){this._$Ei(),(this.l??=[]).push(H)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(H,C=J0){if(C.state&&(C.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(H)&&((C=Object.create(C)).wrapped=!0),this.elementProperties.set(H,C),!C.noAccessor){let L=Symbol(),e=this.getPropertyDescriptor(H,L,C);e!==void 0&&B8(this.prototype,H,e)}}static getPropertyDescriptor(H,C,L){let{get:e,set:r}=P8(this.prototype,H)??{get(){return this[C]},set(M){this[C]=M}};return{get:e,set(M){let o=e?.call(this);r?.call(this,M),this.requestUpdate(H,o,L)},configurable:!0,enumerable:!0}}static getPropertyOptions(H){return this.elementProperties.get(H)??J0}static _$Ei(){if(this.hasOwnProperty(G2("elementProperties")))return;let H=$8(this);H.finalize(),H.l!==void 0&&(this.l=[...H.l]),this.elementProperties=new Map(H.elementProperties)}static finalize(){if(this.hasOwnProperty(G2("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(G2("properties"))){let C=this.properties,L=[..._8(C),...F8(C)];for(let e of L)this.createProperty(e,C[e])}let H=this[Symbol.metadata];if(H!==null){let C=litPropertyMetadata.get(H);if(C!==void 0)for(let[L,e]of C)this.elementProperties.set(L,e)}this._$Eh=new Map;for(let[C,L]of this.elementProperties){let e=this._$Eu(C,L);e!==void 0&&this._$Eh.set(e,C)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(H){let C=[];if(Array.isArray(H)){let L=new Set(H.flat(1/0).reverse());for(let e of L)C.unshift(I3(e))}else H!==void 0&&C.push(I3(H));return C}static _$Eu(H,C){let L=C.attribute;return L===!1?void 0:typeof L=="string"?L:typeof H=="string"?H.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(H=>this.enableUpdating=H),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(H=>H(this))}addController(H){(this._$EO??=new Set).add(H),this.renderRoot!==void 0&&this.isConnected&&H.hostConnected?.()}removeController(H){this._$EO?.delete(H)}_$E_(){let H=new Map,C=this.constructor.elementProperties;for(let L of C.keys())this.hasOwnProperty(L)&&(H.set(L,this[L]),delete this[L]);H.size>0&&(this._$Ep=H)}createRenderRoot(){let H=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return Y0(H,this.constructor.elementStyles),H}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(H=>H.hostConnected?.())}enableUpdating(H){}disconnectedCallback(){this._$EO?.forEach(H=>H.hostDisconnected?.())}attributeChangedCallback(H,C,L){this._$AK(H,L)}_$ET(H,C){let L=this.constructor.elementProperties.get(H),e=this.constructor._$Eu(H,L);if(e!==void 0&&L.reflect===!0){let r=(L.converter?.toAttribute!==void 0?L.converter:z2).toAttribute(C,L.type);this._$Em=H,r==null?this.removeAttribute(e):this.setAttribute(e,r),this._$Em=null}}_$AK(H,C){let L=this.constructor,e=L._$Eh.get(H);if(e!==void 0&&this._$Em!==e){let r=L.getPropertyOptions(e),M=typeof r.converter=="function"?{fromAttribute:r.converter}:r.converter?.fromAttribute!==void 0?r.converter:z2;this._$Em=e;let o=M.fromAttribute(C,r.type);this[e]=o??this._$Ej?.get(e)??o,this._$Em=null}}requestUpdate(H,C,L,e=!1,r){if(H!==void 0){let M=this.constructor;if(e===!1&&(r=this[H]),L??=M.getPropertyOptions(H),!((L.hasChanged??g5)(r,C)||L.useDefault&&L.reflect&&r===this._$Ej?.get(H)&&!this.hasAttribute(M._$Eu(H,L))))return;this.C(H,C,L)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(H,C,{useDefault:L,reflect:e,wrapped:r},M){L&&!(this._$Ej??=new Map).has(H)&&(this._$Ej.set(H,M??C??this[H]),r!==!0||M!==void 0)||(this._$AL.has(H)||(this.hasUpdated||L||(C=void 0),this._$AL.set(H,C)),e===!0&&this._$Em!==H&&(this._$Eq??=new Set).add(H))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(C){Promise.reject(C)}let H=this.scheduleUpdate();return H!=null&&await H,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[e,r]of this._$Ep)this[e]=r;this._$Ep=void 0}let L=this.constructor.elementProperties;if(L.size>0)for(let[e,r]of L){let{wrapped:M}=r,o=this[e];M!==!0||this._$AL.has(e)||o===void 0||this.C(e,void 0,r,o)}}let H=!1,C=this._$AL;try{H=this.shouldUpdate(C),H?(this.willUpdate(C),this._$EO?.forEach(L=>L.hostUpdate?.()),this.update(C)):this._$EM()}catch(L){throw H=!1,this._$EM(),L}H&&this._$AE(C)}willUpdate(H){}_$AE(H){this._$EO?.forEach(C=>C.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(H)),this.updated(H)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(H){return!0}update(H){this._$Eq&&=this._$Eq.forEach(C=>this._$ET(C,this[C])),this._$EM()}updated(H){}firstUpdated(H){}};Z1.elementStyles=[],Z1.shadowRootOptions={mode:"open"},Z1[G2("elementProperties")]=new Map,Z1[G2("finalized")]=new Map,D8?.({ReactiveElement:Z1}),(f5.reactiveElementVersions??=[]).push("2.1.2");var U3=globalThis,C7=V=>V,O5=U3.trustedTypes,H7=O5?O5.createPolicy("lit-html",{createHTML:V=>V}):void 0,G3="$lit$",S1=`lit$${Math.random().toFixed(9).slice(2)}$`,z3="?"+S1,N8=`<${z3}>`,t2=document,K2=()=>t2.createComment(""),q2=V=>V===null||typeof V!="object"&&typeof V!="function",Q3=Array.isArray,t7=V=>Q3(V)||typeof V?.[Symbol.iterator]=="function",W3=`[ 	
\f\r]`,Q2=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,V7=/-->/g,L7=/>/g,r2=RegExp(`>|${W3}(?:([^\\s"'>=/]+)(${W3}*=${W3}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),e7=/'/g,r7=/"/g,i7=/^(?:script|style|textarea|title)$/i,K3=V=>(H,...C)=>({_$litType$:V,strings:H,values:C}),t=K3(1),f1=K3(2),nV=K3(3),h1=Symbol.for("lit-noChange"),n=Symbol.for("lit-nothing"),M7=new WeakMap,M2=t2.createTreeWalker(t2,129);function o7(V,H){if(!Q3(V)||!V.hasOwnProperty("raw"))throw Error("invalid template strings array");return H7!==void 0?H7.createHTML(H):H}var a7=(V,H)=>{let C=V.length-1,L=[],e,r=H===2?"<svg>":H===3?"<math>":"",M=Q2;for(let o=0;o<C;o++){let A=V[o],v,h,s=-1,x=0;for(;x<A.length&&(M.lastIndex=x,h=M.exec(A),h!==null);)x=M.lastIndex,M===Q2?h[1]==="!--"?M=V7:h[1]!==void 0?M=L7:h[2]!==void 0?(i7.test(h[2])&&(e=RegExp("</"+h[2],"g")),M=r2):h[3]!==void 0&&(M=r2):M===r2?h[0]===">"?(M=e??Q2,s=-1):h[1]===void 0?s=-2:(s=M.lastIndex-h[2].length,v=h[1],M=h[3]===void 0?r2:h[3]==='"'?r7:e7):M===r7||M===e7?M=r2:M===V7||M===L7?M=Q2:(M=r2,e=void 0);let Z=M===r2&&V[o+1].startsWith("/>")?" ":"";r+=M===Q2?A+N8:s>=0?(L.push(v),A.slice(0,s)+G3+A.slice(s)+S1+Z):A+S1+(s===-2?o:Z)}return[o7(V,r+(V[C]||"<?>")+(H===2?"</svg>":H===3?"</math>":"")),L]},j2=class V{constructor({strings:H,_$litType$:C},L){let e;this.parts=[];let r=0,M=0,o=H.length-1,A=this.parts,[v,h]=a7(H,C);if(this.el=V.createElement(v,L),M2.currentNode=this.el.content,C===2||C===3){let s=this.el.content.firstChild;s.replaceWith(...s.childNodes)}for(;(e=M2.nextNode())!==null&&A.length<o;){if(e.nodeType===1){if(e.hasAttributes())for(let s of e.getAttributeNames())if(s.endsWith(G3)){let x=h[M++],Z=e.getAttribute(s).split(S1),y=/([.?@])?(.*)/.exec(x);A.push({type:1,index:r,name:y[2],strings:Z,ctor:y[1]==="."?b5:y[1]==="?"?w5:y[1]==="@"?k5:o2}),e.removeAttribute(s)}else s.startsWith(S1)&&(A.push({type:6,index:r}),e.removeAttribute(s));if(i7.test(e.tagName)){let s=e.textContent.split(S1),x=s.length-1;if(x>0){e.textContent=O5?O5.emptyScript:"";for(let Z=0;Z<x;Z++)e.append(s[Z],K2()),M2.nextNode(),A.push({type:2,index:++r});e.append(s[x],K2())}}}else if(e.nodeType===8)if(e.data===z3)A.push({type:2,index:r});else{let s=-1;for(;(s=e.data.indexOf(S1,s+1))!==-1;)A.push({type:7,index:r}),s+=S1.length-1}r++}}static createElement(H,C){let L=t2.createElement("template");return L.innerHTML=H,L}};function i2(V,H,C=V,L){if(H===h1)return H;let e=L!==void 0?C._$Co?.[L]:C._$Cl,r=q2(H)?void 0:H._$litDirective$;return e?.constructor!==r&&(e?._$AO?.(!1),r===void 0?e=void 0:(e=new r(V),e._$AT(V,C,L)),L!==void 0?(C._$Co??=[])[L]=e:C._$Cl=e),e!==void 0&&(H=i2(V,e._$AS(V,H.values),e,L)),H}var y5=class{constructor(H,C){this._$AV=[],this._$AN=void 0,this._$AD=H,this._$AM=C}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(H){let{el:{content:C},parts:L}=this._$AD,e=(H?.creationScope??t2).importNode(C,!0);M2.currentNode=e;let r=M2.nextNode(),M=0,o=0,A=L[0];for(;A!==void 0;){if(M===A.index){let v;A.type===2?v=new g2(r,r.nextSibling,this,H):A.type===1?v=new A.ctor(r,A.name,A.strings,this,H):A.type===6&&(v=new T5(r,this,H)),this._$AV.push(v),A=L[++o]}M!==A?.index&&(r=M2.nextNode(),M++)}return M2.currentNode=t2,e}p(H){let C=0;for(let L of this._$AV)L!==void 0&&(L.strings!==void 0?(L._$AI(H,L,C),C+=L.strings.length-2):L._$AI(H[C])),C++}},g2=class V{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(H,C,L,e){this.type=2,this._$AH=n,this._$AN=void 0,this._$AA=H,this._$AB=C,this._$AM=L,this.options=e,this._$Cv=e?.isConnected??!0}get parentNode(){let H=this._$AA.parentNode,C=this._$AM;return C!==void 0&&H?.nodeType===11&&(H=C.parentNode),H}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(H,C=this){H=i2(this,H,C),q2(H)?H===n||H==null||H===""?(this._$AH!==n&&this._$AR(),this._$AH=n):H!==this._$AH&&H!==h1&&this._(H):H._$litType$!==void 0?this.$(H):H.nodeType!==void 0?this.T(H):t7(H)?this.k(H):this._(H)}O(H){return this._$AA.parentNode.insertBefore(H,this._$AB)}T(H){this._$AH!==H&&(this._$AR(),this._$AH=this.O(H))}_(H){this._$AH!==n&&q2(this._$AH)?this._$AA.nextSibling.data=H:this.T(t2.createTextNode(H)),this._$AH=H}$(H){let{values:C,_$litType$:L}=H,e=typeof L=="number"?this._$AC(H):(L.el===void 0&&(L.el=j2.createElement(o7(L.h,L.h[0]),this.options)),L);if(this._$AH?._$AD===e)this._$AH.p(C);else{let r=new y5(e,this),M=r.u(this.options);r.p(C),this.T(M),this._$AH=r}}_$AC(H){let C=M7.get(H.strings);return C===void 0&&M7.set(H.strings,C=new j2(H)),C}k(H){Q3(this._$AH)||(this._$AH=[],this._$AR());let C=this._$AH,L,e=0;for(let r of H)e===C.length?C.push(L=new V(this.O(K2()),this.O(K2()),this,this.options)):L=C[e],L._$AI(r),e++;e<C.length&&(this._$AR(L&&L._$AB.nextSibling,e),C.length=e)}_$AR(H=this._$AA.nextSibling,C){for(this._$AP?.(!1,!0,C);H!==this._$AB;){let L=C7(H).nextSibling;C7(H).remove(),H=L}}setConnected(H){this._$AM===void 0&&(this._$Cv=H,this._$AP?.(H))}},o2=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(H,C,L,e,r){this.type=1,this._$AH=n,this._$AN=void 0,this.element=H,this.name=C,this._$AM=e,this.options=r,L.length>2||L[0]!==""||L[1]!==""?(this._$AH=Array(L.length-1).fill(new String),this.strings=L):this._$AH=n}_$AI(H,C=this,L,e){let r=this.strings,M=!1;if(r===void 0)H=i2(this,H,C,0),M=!q2(H)||H!==this._$AH&&H!==h1,M&&(this._$AH=H);else{let o=H,A,v;for(H=r[0],A=0;A<r.length-1;A++)v=i2(this,o[L+A],C,A),v===h1&&(v=this._$AH[A]),M||=!q2(v)||v!==this._$AH[A],v===n?H=n:H!==n&&(H+=(v??"")+r[A+1]),this._$AH[A]=v}M&&!e&&this.j(H)}j(H){H===n?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,H??"")}},b5=class extends o2{constructor(){super(...arguments),this.type=3}j(H){this.element[this.name]=H===n?void 0:H}},w5=class extends o2{constructor(){super(...arguments),this.type=4}j(H){this.element.toggleAttribute(this.name,!!H&&H!==n)}},k5=class extends o2{constructor(H,C,L,e,r){super(H,C,L,e,r),this.type=5}_$AI(H,C=this){if((H=i2(this,H,C,0)??n)===h1)return;let L=this._$AH,e=H===n&&L!==n||H.capture!==L.capture||H.once!==L.once||H.passive!==L.passive,r=H!==n&&(L===n||e);e&&this.element.removeEventListener(this.name,this,L),r&&this.element.addEventListener(this.name,this,H),this._$AH=H}handleEvent(H){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,H):this._$AH.handleEvent(H)}},T5=class{constructor(H,C,L){this.element=H,this.type=6,this._$AN=void 0,this._$AM=C,this.options=L}get _$AU(){return this._$AM._$AU}_$AI(H){i2(this,H)}},A7={M:G3,P:S1,A:z3,C:1,L:a7,R:y5,D:t7,V:i2,I:g2,H:o2,N:w5,U:k5,B:b5,F:T5},I8=U3.litHtmlPolyfillSupport;I8?.(j2,g2),(U3.litHtmlVersions??=[]).push("3.3.3");var n7=(V,H,C)=>{let L=C?.renderBefore??H,e=L._$litPart$;if(e===void 0){let r=C?.renderBefore??null;L._$litPart$=e=new g2(H.insertBefore(K2(),r),r,void 0,C??{})}return e._$AI(V),e};var q3=globalThis,u=class extends Z1{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let H=super.createRenderRoot();return this.renderOptions.renderBefore??=H.firstChild,H}update(H){let C=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(H),this._$Do=n7(C,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return h1}};u._$litElement$=!0,u.finalized=!0,q3.litElementHydrateSupport?.({LitElement:u});var W8=q3.litElementPolyfillSupport;W8?.({LitElement:u});(q3.litElementVersions??=[]).push("4.2.2");var U8={attribute:!0,type:String,converter:z2,reflect:!1,hasChanged:g5},G8=(V=U8,H,C)=>{let{kind:L,metadata:e}=C,r=globalThis.litPropertyMetadata.get(e);if(r===void 0&&globalThis.litPropertyMetadata.set(e,r=new Map),L==="setter"&&((V=Object.create(V)).wrapped=!0),r.set(C.name,V),L==="accessor"){let{name:M}=C;return{set(o){let A=H.get.call(this);H.set.call(this,o),this.requestUpdate(M,A,V,!0,o)},init(o){return o!==void 0&&this.C(M,void 0,V,o),o}}}if(L==="setter"){let{name:M}=C;return function(o){let A=this[M];H.call(this,o),this.requestUpdate(M,A,V,!0,o)}}throw Error("Unsupported decorator location: "+L)};function m(V){return(H,C)=>typeof C=="object"?G8(V,H,C):((L,e,r)=>{let M=e.hasOwnProperty(r);return e.constructor.createProperty(r,L),M?Object.getOwnPropertyDescriptor(e,r):void 0})(V,H,C)}function B(V){return m({...V,state:!0,attribute:!1})}var a2=(V,H,C)=>(C.configurable=!0,C.enumerable=!0,Reflect.decorate&&typeof H!="object"&&Object.defineProperty(V,H,C),C);function A2(V,H){return(C,L,e)=>{let r=M=>M.renderRoot?.querySelector(V)??null;if(H){let{get:M,set:o}=typeof L=="object"?C:e??(()=>{let A=Symbol();return{get(){return this[A]},set(v){this[A]=v}}})();return a2(C,L,{get(){let A=M.call(this);return A===void 0&&(A=r(this),(A!==null||this.hasUpdated)&&o.call(this,A)),A}})}return a2(C,L,{get(){return r(this)}})}}var d7={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},p7=V=>(...H)=>({_$litDirective$:V,values:H}),R5=class{constructor(H){}get _$AU(){return this._$AM._$AU}_$AT(H,C,L){this._$Ct=H,this._$AM=C,this._$Ci=L}_$AS(H,C){return this.update(H,C)}update(H,C){return this.render(...C)}};var{I:z8}=A7,m7=V=>V;var l7=()=>document.createComment(""),O2=(V,H,C)=>{let L=V._$AA.parentNode,e=H===void 0?V._$AB:H._$AA;if(C===void 0){let r=L.insertBefore(l7(),e),M=L.insertBefore(l7(),e);C=new z8(r,M,V,V.options)}else{let r=C._$AB.nextSibling,M=C._$AM,o=M!==V;if(o){let A;C._$AQ?.(V),C._$AM=V,C._$AP!==void 0&&(A=V._$AU)!==M._$AU&&C._$AP(A)}if(r!==e||o){let A=C._$AA;for(;A!==r;){let v=m7(A).nextSibling;m7(L).insertBefore(A,e),A=v}}}return C},N1=(V,H,C=V)=>(V._$AI(H,C),V),Q8={},s7=(V,H=Q8)=>V._$AH=H,v7=V=>V._$AH,B5=V=>{V._$AR(),V._$AA.remove()};var x7=(V,H,C)=>{let L=new Map;for(let e=H;e<=C;e++)L.set(V[e],e);return L},j=p7(class extends R5{constructor(V){if(super(V),V.type!==d7.CHILD)throw Error("repeat() can only be used in text expressions")}dt(V,H,C){let L;C===void 0?C=H:H!==void 0&&(L=H);let e=[],r=[],M=0;for(let o of V)e[M]=L?L(o,M):M,r[M]=C(o,M),M++;return{values:r,keys:e}}render(V,H,C){return this.dt(V,H,C).values}update(V,[H,C,L]){let e=v7(V),{values:r,keys:M}=this.dt(H,C,L);if(!Array.isArray(e))return this.ut=M,r;let o=this.ut??=[],A=[],v,h,s=0,x=e.length-1,Z=0,y=r.length-1;for(;s<=x&&Z<=y;)if(e[s]===null)s++;else if(e[x]===null)x--;else if(o[s]===M[Z])A[Z]=N1(e[s],r[Z]),s++,Z++;else if(o[x]===M[y])A[y]=N1(e[x],r[y]),x--,y--;else if(o[s]===M[y])A[y]=N1(e[s],r[y]),O2(V,A[y+1],e[s]),s++,y--;else if(o[x]===M[Z])A[Z]=N1(e[x],r[Z]),O2(V,e[s],e[x]),x--,Z++;else if(v===void 0&&(v=x7(M,Z,y),h=x7(o,s,x)),v.has(o[s]))if(v.has(o[x])){let c1=h.get(M[Z]),E3=c1!==void 0?e[c1]:null;if(E3===null){let Q0=O2(V,e[s]);N1(Q0,r[Z]),A[Z]=Q0}else A[Z]=N1(E3,r[Z]),O2(V,e[s],E3),e[c1]=null;Z++}else B5(e[x]),x--;else B5(e[s]),s++;for(;Z<=y;){let c1=O2(V,A[y+1]);N1(c1,r[Z]),A[Z++]=c1}for(;s<=x;){let c1=e[s++];c1!==null&&B5(c1)}return this.ut=M,s7(V,A),h1}});var _5=100,P5=24,K8=8,c7=3,q8=.5;function y2(V){let H=j8(V),[C]=H;if(!C||H.length<c7)return n;let L=`M${H.map(([r,M])=>`${r} ${M}`).join("L")}`,e=`${L}L${_5} ${P5}L${C[0]} ${P5}Z`;return t`<svg
    class="sparkline"
    viewBox="0 0 ${_5} ${P5}"
    preserveAspectRatio="none"
    aria-hidden="true"
    focusable="false"
  >
    <path class="area" d=${e}></path>
    <path class="line" d=${L}></path>
  </svg>`}function j8(V){let H=Math.max(...V),C=Math.min(...V),L=Math.max(H-C,H*q8,Number.EPSILON),e=(H+C+L)/2,r=_5/(Math.max(V.length,K8)-1);return V.map((M,o)=>[u7(_5-(V.length-1-o)*r),u7((e-M)/L*P5)])}function u7(V){return Math.round(V*10)/10}function b2(V,H,C){if(H.length<c7)return"";let L=C===null?H:[...H,C];return V.text("panel_latency_range",{least:V.format.milliseconds(Math.min(...L)),most:V.format.milliseconds(Math.max(...L))})}var w2=p`
  .sparkline {
    display: block;
    width: 100%;
    height: 24px;
    overflow: visible;
  }
  .sparkline .line {
    fill: none;
    stroke: var(--type-color);
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
  .sparkline .area {
    fill: var(--type-color);
    opacity: 0.15;
  }
`;var Y3="plex_connection",j3=new Map;async function g1(V){let H=j3.get(V.language);return H||(H=Y8(V),j3.set(V.language,H),H.catch(()=>j3.delete(V.language))),X3(await H)}async function Y8(V){let[H,C]=await Promise.all([V.loadBackendTranslation("common",Y3),V.loadBackendTranslation("entity",Y3)]);return(L,e)=>H(L,e)||C(L,e)}function X3(V){return(H,C)=>{let L=H.startsWith("entity.")?H:`common.${H}`;return V(`component.${Y3}.${L}`,C)}}function E(V,H){return V(`panel_type_${H??"unknown"}`)}function I1(V,H){return H.refused?V("panel_type_refused"):E(V,H.connection_type)}function k2(V){return V.refused?"type-refused":`type-${V.connection_type??"unknown"}`}function F5(V,H){return(H==="not_known"?"":V(`entity.sensor.problem.state.${H}`))||V("panel_cause_not_known")}function T2(V,H,C){return H==="pinned"&&C==="offline"?V("logbook_reason_pinned_down"):V(`logbook_reason_${H}`)||V("logbook_reason_unknown")}function Z7(V,H){return V(`logbook_trigger_${H}`)||V("logbook_trigger_unknown")}function $5(V,{state:H,plex_tv:C}){return H!=="loaded"?V(`panel_entry_${H}`)||V("panel_entry_other"):V(`panel_plex_tv_${C??"unknown"}`)}var X8={starting:"notice",refused:"error",offline:"error",relay:"warning"};function L1({problem:V}){return V&&V!=="none"?V:null}function R2(V){return V.problem!=="none"?null:V.starting?"starting":V.refused?"refused":V.connection_type==="offline"?"offline":V.connection_type==="relay"&&V.owned&&V.pinned===null?"relay":null}function K(V){let H=V.refused?"refused":R2(V);return H?X8[H]:V.severity}function E5(V){return L1(V)!==null||R2(V)!==null}function S7(V,H){let C=L1(H);return C?F5(V,C):R2(H)==="starting"?V("panel_badge_starting"):I1(V,H)}function S(V){return H=>{customElements.get(V)||customElements.define(V,H)}}var h7="M12,2A10,10 0 0,0 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2M7.07,18.28C7.5,17.38 10.12,16.5 12,16.5C13.88,16.5 16.5,17.38 16.93,18.28C15.57,19.36 13.86,20 12,20C10.14,20 8.43,19.36 7.07,18.28M18.36,16.83C16.93,15.09 13.46,14.5 12,14.5C10.54,14.5 7.07,15.09 5.64,16.83C4.62,15.5 4,13.82 4,12C4,7.59 7.59,4 12,4C16.41,4 20,7.59 20,12C20,13.82 19.38,15.5 18.36,16.83M12,6C10.06,6 8.5,7.56 8.5,9.5C8.5,11.44 10.06,13 12,13C13.94,13 15.5,11.44 15.5,9.5C15.5,7.56 13.94,6 12,6M12,11A1.5,1.5 0 0,1 10.5,9.5A1.5,1.5 0 0,1 12,8A1.5,1.5 0 0,1 13.5,9.5A1.5,1.5 0 0,1 12,11Z";var f7="M11,15H13V17H11V15M11,7H13V13H11V7M12,2C6.47,2 2,6.5 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2M12,20A8,8 0 0,1 4,12A8,8 0 0,1 12,4A8,8 0 0,1 20,12A8,8 0 0,1 12,20Z";var g7="M20,11V13H8L13.5,18.5L12.08,19.92L4.16,12L12.08,4.08L13.5,5.5L8,11H20Z";var O7="M4,11V13H16L10.5,18.5L11.92,19.92L19.84,12L11.92,4.08L10.5,5.5L16,11H4Z";var y7="M12,7L17,12H14V16H10V12H7L12,7M12,22A10,10 0 0,1 2,12A10,10 0 0,1 12,2A10,10 0 0,1 22,12A10,10 0 0,1 12,22M12,20A8,8 0 0,0 20,12A8,8 0 0,0 12,4A8,8 0 0,0 4,12A8,8 0 0,0 12,20Z";var b7="M12 2C6.5 2 2 6.5 2 12S6.5 22 12 22 22 17.5 22 12 17.5 2 12 2M12 20C7.59 20 4 16.41 4 12S7.59 4 12 4 20 7.59 20 12 16.41 20 12 20M16.59 7.58L10 14.17L7.41 11.59L6 13L10 17L18 9L16.59 7.58Z";var w7="M8.59,16.58L13.17,12L8.59,7.41L10,6L16,12L10,18L8.59,16.58Z";var k7="M12,20C7.59,20 4,16.41 4,12C4,7.59 7.59,4 12,4C16.41,4 20,7.59 20,12C20,16.41 16.41,20 12,20M12,2C6.47,2 2,6.47 2,12C2,17.53 6.47,22 12,22C17.53,22 22,17.53 22,12C22,6.47 17.53,2 12,2M14.59,8L12,10.59L9.41,8L8,9.41L10.59,12L8,14.59L9.41,16L12,13.41L14.59,16L16,14.59L13.41,12L16,9.41L14.59,8Z";var T7="M21.86 12.5C21.1 11.63 20.15 11.13 19 11C19 9.05 18.32 7.4 16.96 6.04C15.6 4.68 13.95 4 12 4C10.42 4 9 4.47 7.75 5.43S5.67 7.62 5.25 9.15C4 9.43 2.96 10.08 2.17 11.1S1 13.28 1 14.58C1 16.09 1.54 17.38 2.61 18.43C3.69 19.5 5 20 6.5 20H18.5C19.75 20 20.81 19.56 21.69 18.69C22.56 17.81 23 16.75 23 15.5C23 14.35 22.62 13.35 21.86 12.5M20.27 17.27C19.79 17.76 19.2 18 18.5 18H6.5C5.53 18 4.71 17.66 4.03 17C3.34 16.29 3 15.47 3 14.5S3.34 12.71 4.03 12.03C4.71 11.34 5.53 11 6.5 11H7C7 9.62 7.5 8.44 8.46 7.46C9.44 6.5 10.62 6 12 6S14.56 6.5 15.54 7.46C16.5 8.44 17 9.62 17 11V13H18.5C19.2 13 19.79 13.24 20.27 13.73S21 14.8 21 15.5 20.76 16.79 20.27 17.27M16 12C16 9.79 14.21 8 12 8S8 9.79 8 12 9.79 16 12 16C12.74 16 13.43 15.79 14 15.43L16.57 18L18 16.57L15.43 14C15.79 13.43 16 12.74 16 12M12 14C10.9 14 10 13.11 10 12S10.9 10 12 10 14 10.9 14 12 13.11 14 12 14Z";var R7="M19,21H8V7H19M19,5H8A2,2 0 0,0 6,7V21A2,2 0 0,0 8,23H19A2,2 0 0,0 21,21V7A2,2 0 0,0 19,5M16,1H4A2,2 0 0,0 2,3V17H4V3H16V1Z";var B7="M16.24,3.56L21.19,8.5C21.97,9.29 21.97,10.55 21.19,11.34L12,20.53C10.44,22.09 7.91,22.09 6.34,20.53L2.81,17C2.03,16.21 2.03,14.95 2.81,14.16L13.41,3.56C14.2,2.78 15.46,2.78 16.24,3.56M4.22,15.58L7.76,19.11C8.54,19.9 9.8,19.9 10.59,19.11L14.12,15.58L9.17,10.63L4.22,15.58Z";var P7="M11,18H13V16H11V18M12,2A10,10 0 0,0 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2M12,20C7.59,20 4,16.41 4,12C4,7.59 7.59,4 12,4C16.41,4 20,7.59 20,12C20,16.41 16.41,20 12,20M12,6A4,4 0 0,0 8,10H10A2,2 0 0,1 12,8A2,2 0 0,1 14,10C14,12 11,11.75 11,15H13C13,12.75 16,12.5 16,10A4,4 0 0,0 12,6Z";var _7="M11,9H13V7H11M12,20C7.59,20 4,16.41 4,12C4,7.59 7.59,4 12,4C16.41,4 20,7.59 20,12C20,16.41 16.41,20 12,20M12,2A10,10 0 0,0 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2M11,17H13V11H11V17Z";var F7="M4 1C2.89 1 2 1.89 2 3V7C2 8.11 2.89 9 4 9H1V11H13V9H10C11.11 9 12 8.11 12 7V3C12 1.89 11.11 1 10 1H4M4 3H10V7H4V3M14 13C12.89 13 12 13.89 12 15V19C12 20.11 12.89 21 14 21H11V23H23V21H20C21.11 21 22 20.11 22 19V15C22 13.89 21.11 13 20 13H14M14 15H20V19H14V15M5.5 20.5L10.5 15.5L9 14L5.5 17.5L3.5 15.5L2 17L5.5 20.5Z",$7="M4,1C2.89,1 2,1.89 2,3V7C2,8.11 2.89,9 4,9H1V11H13V9H10C11.11,9 12,8.11 12,7V3C12,1.89 11.11,1 10,1H4M4,3H10V7H4V3M3,13V18L3,20H10V18H5V13H3M14,13C12.89,13 12,13.89 12,15V19C12,20.11 12.89,21 14,21H11V23H23V21H20C21.11,21 22,20.11 22,19V15C22,13.89 21.11,13 20,13H14M14,15H20V19H14V15Z",E7="M4,1C2.89,1 2,1.89 2,3V7C2,8.11 2.89,9 4,9H1V11H13V9H10C11.11,9 12,8.11 12,7V3C12,1.89 11.11,1 10,1H4M4,3H10V7H4V3M14,13C12.89,13 12,13.89 12,15V19C12,20.11 12.89,21 14,21H11V23H23V21H20C21.11,21 22,20.11 22,19V15C22,13.89 21.11,13 20,13H14M3.88,13.46L2.46,14.88L4.59,17L2.46,19.12L3.88,20.54L6,18.41L8.12,20.54L9.54,19.12L7.41,17L9.54,14.88L8.12,13.46L6,15.59L3.88,13.46M14,15H20V19H14V15Z";var D7="M16 20V10H4V20H16M16 8C17.1 8 18 8.9 18 10V20C18 21.1 17.1 22 16 22H4C2.9 22 2 21.1 2 20V10C2 8.9 2.9 8 4 8H13V6C13 4.3 11.7 3 10 3S7 4.3 7 6H5C5 3.2 7.2 1 10 1S15 3.2 15 6V8H16M10 17C8.9 17 8 16.1 8 15S8.9 13 10 13 12 13.9 12 15 11.1 17 10 17M22 7H20V13H22V7M22 15H20V17H22V15Z";var N7="M9.5,3A6.5,6.5 0 0,1 16,9.5C16,11.11 15.41,12.59 14.44,13.73L14.71,14H15.5L20.5,19L19,20.5L14,15.5V14.71L13.73,14.44C12.59,15.41 11.11,16 9.5,16A6.5,6.5 0 0,1 3,9.5A6.5,6.5 0 0,1 9.5,3M9.5,5C7,5 5,7 5,9.5C5,12 7,14 9.5,14C12,14 14,12 14,9.5C14,7 12,5 9.5,5Z";var I7="M3,6H21V8H3V6M3,11H21V13H3V11M3,16H21V18H3V16Z";var W7="M16,12V4H17V2H7V4H8V12L6,14V16H11.2V22H12.8V16H18V14L16,12Z",U7="M2,5.27L3.28,4L20,20.72L18.73,22L12.8,16.07V22H11.2V16H6V14L8,12V11.27L2,5.27M16,12L18,14V16H17.82L8,6.18V4H7V2H17V4H16V12Z";var G7="M16,12V4H17V2H7V4H8V12L6,14V16H11.2V22H12.8V16H18V14L16,12M8.8,14L10,12.8V4H14V12.8L15.2,14H8.8Z";var z7="M17.65,6.35C16.2,4.9 14.21,4 12,4A8,8 0 0,0 4,12A8,8 0 0,0 12,20C15.73,20 18.84,17.45 19.73,14H17.65C16.83,16.33 14.61,18 12,18A6,6 0 0,1 6,12A6,6 0 0,1 12,6C13.66,6 15.14,6.69 16.22,7.78L13,11H20V4L17.65,6.35Z";var Q7="M13,19H14A1,1 0 0,1 15,20H15.73L13,17.27V19M22,20V21.18L20.82,20H22M21,22.72L19.73,24L17.73,22H15A1,1 0 0,1 14,23H10A1,1 0 0,1 9,22H2V20H9A1,1 0 0,1 10,19H11V17H4A1,1 0 0,1 3,16V12A1,1 0 0,1 4,11H6.73L4.73,9H4A1,1 0 0,1 3,8V7.27L1,5.27L2.28,4L21,22.72M4,3H20A1,1 0 0,1 21,4V8A1,1 0 0,1 20,9H9.82L7,6.18V5H5.82L3.84,3C3.89,3 3.94,3 4,3M20,11A1,1 0 0,1 21,12V16A1,1 0 0,1 20,17H17.82L11.82,11H20M9,7H10V5H9V7M9,15H10V14.27L9,13.27V15M5,13V15H7V13H5Z";var K7="M12 16C13.66 16 15 14.66 15 13C15 11.88 14.39 10.9 13.5 10.39L3.79 4.77L9.32 14.35C9.82 15.33 10.83 16 12 16M12 3C10.19 3 8.5 3.5 7.03 4.32L9.13 5.53C10 5.19 11 5 12 5C16.42 5 20 8.58 20 13C20 15.21 19.11 17.21 17.66 18.65H17.65C17.26 19.04 17.26 19.67 17.65 20.06C18.04 20.45 18.68 20.45 19.07 20.07C20.88 18.26 22 15.76 22 13C22 7.5 17.5 3 12 3M2 13C2 15.76 3.12 18.26 4.93 20.07C5.32 20.45 5.95 20.45 6.34 20.06C6.73 19.67 6.73 19.04 6.34 18.65C4.89 17.2 4 15.21 4 13C4 12 4.19 11 4.54 10.1L3.33 8C2.5 9.5 2 11.18 2 13Z";var q7="M6,2V8H6V8L10,12L6,16V16H6V22H18V16H18V16L14,12L18,8V8H18V2H6M16,16.5V20H8V16.5L12,12.5L16,16.5M12,11.5L8,7.5V4H16V7.5L12,11.5Z";var j7="M18,11H14.82C14.4,9.84 13.3,9 12,9C10.7,9 9.6,9.84 9.18,11H6C5.67,11 4,10.9 4,9V8C4,6.17 5.54,6 6,6H16.18C16.6,7.16 17.7,8 19,8A3,3 0 0,0 22,5A3,3 0 0,0 19,2C17.7,2 16.6,2.84 16.18,4H6C4.39,4 2,5.06 2,8V9C2,11.94 4.39,13 6,13H9.18C9.6,14.16 10.7,15 12,15C13.3,15 14.4,14.16 14.82,13H18C18.33,13 20,13.1 20,15V16C20,17.83 18.46,18 18,18H7.82C7.4,16.84 6.3,16 5,16A3,3 0 0,0 2,19A3,3 0 0,0 5,22C6.3,22 7.4,21.16 7.82,20H18C19.61,20 22,18.93 22,16V15C22,12.07 19.61,11 18,11M19,4A1,1 0 0,1 20,5A1,1 0 0,1 19,6A1,1 0 0,1 18,5A1,1 0 0,1 19,4M5,20A1,1 0 0,1 4,19A1,1 0 0,1 5,18A1,1 0 0,1 6,19A1,1 0 0,1 5,20Z";var Y7="M16.36,14C16.44,13.34 16.5,12.68 16.5,12C16.5,11.32 16.44,10.66 16.36,10H19.74C19.9,10.64 20,11.31 20,12C20,12.69 19.9,13.36 19.74,14M14.59,19.56C15.19,18.45 15.65,17.25 15.97,16H18.92C17.96,17.65 16.43,18.93 14.59,19.56M14.34,14H9.66C9.56,13.34 9.5,12.68 9.5,12C9.5,11.32 9.56,10.65 9.66,10H14.34C14.43,10.65 14.5,11.32 14.5,12C14.5,12.68 14.43,13.34 14.34,14M12,19.96C11.17,18.76 10.5,17.43 10.09,16H13.91C13.5,17.43 12.83,18.76 12,19.96M8,8H5.08C6.03,6.34 7.57,5.06 9.4,4.44C8.8,5.55 8.35,6.75 8,8M5.08,16H8C8.35,17.25 8.8,18.45 9.4,19.56C7.57,18.93 6.03,17.65 5.08,16M4.26,14C4.1,13.36 4,12.69 4,12C4,11.31 4.1,10.64 4.26,10H7.64C7.56,10.66 7.5,11.32 7.5,12C7.5,12.68 7.56,13.34 7.64,14M12,4.03C12.83,5.23 13.5,6.57 13.91,8H10.09C10.5,6.57 11.17,5.23 12,4.03M18.92,8H15.97C15.65,6.75 15.19,5.55 14.59,4.44C16.43,5.07 17.96,6.34 18.92,8M12,2C6.47,2 2,6.5 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2Z";var J8={account:h7,alert:f7,back:g7,forward:O7,better:y7,ok:b7,chevron:w7,copy:R7,failed:k7,rediscover:T7,forget:B7,unknown:P7,info:_7,test:F7,local:$7,away:E7,unencrypted:D7,search:N7,menu:I7,pin:G7,pinned:W7,unpin:U7,reload:z7,offline:Q7,slow:K7,waiting:q7,relay:j7,remote:Y7};function c(V){return t`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    ${CC(J8[V])}
  </svg>`}function e1(V){return V??"unknown"}function CC(V){return f1`<path d=${V}></path>`}function D5(V,H=!1){H?history.replaceState(null,"",V):history.pushState(null,"",V),window.dispatchEvent(new CustomEvent("location-changed",{detail:{replace:H}}))}var N5="/config/integrations/integration/plex_connection",X7="/config/repairs",I5="/config/integrations/dashboard/add?domain=plex_connection";function N(V){let H=!(V.ctrlKey||V.metaKey||V.shiftKey||V.altKey),C=V.currentTarget.getAttribute("href");C&&H&&V.button===0&&!V.defaultPrevented&&(V.preventDefault(),D5(C))}var J3=8;function W5(V,{left:H,width:C,top:L,bottom:e}){V.classList.add("shown"),J7(V)||V.showPopover?.();let r=V.getBoundingClientRect(),M=document.documentElement.clientWidth-r.width-J3,o=Math.max(J3,Math.min(H+C/2-r.width/2,M)),A=L-r.height-2;V.style.left=`${Math.round(o)}px`,V.style.top=`${Math.round(A>=J3?A:e+2)}px`}function U5(V){V?.classList.remove("shown"),V&&J7(V)&&V.hidePopover()}function J7(V){return"showPopover"in V&&V.matches(":popover-open")}var G5=p`
  .bubble {
    position: fixed;
    inset: auto;
    z-index: 10;
    display: none;
    width: max-content;
    max-width: min(320px, calc(100vw - 16px));
    margin: 0;
    padding: 6px 10px;
    border: none;
    border-radius: var(--ha-border-radius-md, 8px);
    background: var(--primary-text-color, #141414);
    color: var(--primary-background-color, #fafafa);
    font-family: var(--ha-font-family-body, Roboto, Noto, sans-serif);
    font-size: var(--ha-font-size-s, 12px);
    font-weight: var(--ha-font-weight-normal, 400);
    line-height: 18px;
    text-align: start;
    overflow-wrap: anywhere;
    white-space: normal;
  }
  .bubble.shown {
    display: block;
  }
`;var HC="plex-connection-hint",d2,I,C0,z5,H0,Y2,O1,Q5,K5,C4,H4,X2,J2,n2=class extends u{constructor(){super();l(this,I);this.text="";this.isTabStop=!0;l(this,d2,!1);l(this,Y2,()=>{a(this,I,H0).call(this)||i(this,O1).call(this)});l(this,O1,()=>{g(this,d2,!1),U5(i(this,I,C0)),document.removeEventListener("keydown",i(this,X2)),document.removeEventListener("pointerdown",i(this,J2)),window.removeEventListener("scroll",i(this,Y2),{capture:!0})});l(this,Q5,({pointerType:C})=>{C!=="touch"&&a(this,I,z5).call(this)});l(this,K5,({pointerType:C})=>{C!=="touch"&&!i(this,d2)&&i(this,O1).call(this)});l(this,X2,C=>{C.key==="Escape"&&(C.stopPropagation(),i(this,O1).call(this))});l(this,J2,C=>{C.composedPath().includes(this)||i(this,O1).call(this)});this.addEventListener("pointerenter",i(this,Q5)),this.addEventListener("pointerleave",i(this,K5))}disconnectedCallback(){super.disconnectedCallback(),i(this,O1).call(this)}render(){return t`<button
        type="button"
        aria-describedby="text"
        tabindex=${this.isTabStop?0:-1}
        @click=${a(this,I,H4)}
        @focus=${a(this,I,C4)}
        @blur=${i(this,O1)}
      >
        <slot></slot>
      </button>
      <span id="text" role="tooltip" class="bubble" popover="manual">${this.text}</span>`}};d2=new WeakMap,I=new WeakSet,C0=function(){return this.renderRoot.querySelector(".bubble")},z5=function(){a(this,I,H0).call(this)&&(document.addEventListener("keydown",i(this,X2)),document.addEventListener("pointerdown",i(this,J2)),window.addEventListener("scroll",i(this,Y2),{capture:!0,passive:!0}))},H0=function(){let C=i(this,I,C0),L=this.renderRoot.querySelector("button")?.getBoundingClientRect();return!C||!L||L.bottom<0||L.top>window.innerHeight?!1:(W5(C,L),!0)},Y2=new WeakMap,O1=new WeakMap,Q5=new WeakMap,K5=new WeakMap,C4=function(C){C.target.matches(":focus-visible")&&(g(this,d2,!0),a(this,I,z5).call(this))},H4=function(){g(this,d2,!0),a(this,I,z5).call(this)},X2=new WeakMap,J2=new WeakMap,n2.styles=[G5,p`
      :host {
        display: inline;
      }
      button {
        display: inline;
        margin: 0;
        padding: 0;
        border: none;
        background: none;
        color: inherit;
        font: inherit;
        text-align: inherit;
        text-decoration: var(--hint-line, underline) dotted 1px;
        text-decoration-color: color-mix(in srgb, currentcolor 35%, transparent);
        text-underline-offset: 3px;
        cursor: help;
      }
      button:hover {
        text-decoration-color: currentcolor;
      }
      button:focus-visible {
        outline: 2px solid var(--primary-color, #009ac7);
        outline-offset: 2px;
        border-radius: 2px;
      }
    `],d([m({attribute:!1})],n2.prototype,"text",2),d([m({attribute:!1})],n2.prototype,"isTabStop",2),n2=d([S(HC)],n2);function W({text:V},H,C,{isTabStop:L=!0}={}){return t`<plex-connection-hint
    .text=${V(`panel_help_${C}`)}
    .isTabStop=${L}
    >${H}</plex-connection-hint
  >`}var VC=[{key:"failing",icon:"alert",tone:"warning",isOn:V=>V.failure_count>0},{key:"unlisted",icon:"unknown",tone:"warning",isOn:V=>V.unlisted_since!==null},{key:"starting",icon:"waiting",tone:"info",isOn:V=>V.starting},{key:"slow",icon:"slow",tone:"warning",isOn:V=>V.performance==="degraded"},{key:"unencrypted",icon:"unencrypted",tone:"warning",isOn:V=>V.encrypted===!1},{key:"better",icon:"better",tone:"info",isOn:V=>V.better!==null},{key:"pinned",icon:"pinned",tone:"info",isOn:V=>V.pinned!==null}],LC={not_listed:"unlisted",replaced:"unlisted",starting:"starting",slow:"slow",https_refused:"unencrypted",pinned_down:"pinned"};function eC(V,H){let C=L1(H);return C!==null&&["failing",LC[C]].includes(V.key)}function q5(V,H){let C={count:V.format.number(H.failure_count)},L=H.open_repairs>0?[t`<li class="badge warning">
            ${c("alert")}${V0(V,H)}
          </li>`]:[],e=VC.filter(r=>r.isOn(H)&&!eC(r,H)).map(({key:r,tone:M,icon:o})=>t`<li class="badge ${M}">
      ${c(o)}<span>${rC(V,r,C)}</span>
    </li>`);return[...L,...e]}function rC(V,H,C){let L=V.text(`panel_badge_${H}`,C);return H==="failing"?W(V,L,H):L}function V0(V,H){let C=V.format.number(H.open_repairs),L=V.text("panel_badge_repairs",{count:C});return V.isAdmin?t`<a class="repairs" href=${X7} @click=${N}>${L}</a>`:t`<span>${L}</span>`}var j5=p`
  .badges {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .badge {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    padding: 2px 8px;
    padding-inline-start: 6px;
    border-radius: var(--ha-border-radius-pill, 9999px);
    background: color-mix(in srgb, var(--badge-color) 15%, transparent);
    font-size: var(--ha-font-size-s, 12px);
    line-height: 20px;
  }
  .badge .repairs,
  .badge plex-connection-hint {
    /* Above the link that covers the tile. */
    position: relative;
    z-index: 1;
    color: inherit;
  }
  .badge .icon {
    width: 16px;
    height: 16px;
  }
  .badge.warning {
    --badge-color: var(--warning-color, #ffa600);
  }
  .badge.info {
    --badge-color: var(--info-color, #039be5);
  }
`;var V4=0;function X5(V){let H=Date.parse(V);Number.isFinite(H)&&(V4=H-Date.now())}function P(){return Date.now()+V4}var MC=1e3,Y5=new Set,L0;function B2(V){return Y5.add(V),L0??=setInterval(tC,MC),()=>{Y5.delete(V),Y5.size===0&&(clearInterval(L0),L0=void 0)}}function tC(){if(document.visibilityState!=="hidden")for(let V of Y5)V()}var iC="plex-connection-time",C5,H5,e0,y1=class extends u{constructor(){super(...arguments);l(this,H5);this.at=null;this.host=null;this.mode="relative";this.due="";this.text="";l(this,C5)}connectedCallback(){super.connectedCallback(),g(this,C5,B2(()=>a(this,H5,e0).call(this)))}disconnectedCallback(){var C;super.disconnectedCallback(),(C=i(this,C5))==null||C.call(this)}willUpdate(){a(this,H5,e0).call(this)}render(){let C=this.at===null?"":this.host?.format.dateTime(new Date(this.at));return t`<time datetime=${this.at??""} title=${C??""}>${this.text}</time>`}};C5=new WeakMap,H5=new WeakSet,e0=function(){let{at:C,host:L}=this;if(C===null||!L){this.text="";return}let e=(Date.parse(C)-P())/1e3;this.mode==="duration"?this.text=L.format.duration(Math.abs(e)):this.text=this.due&&e<1?this.due:L.format.relative(e)},d([m({attribute:!1})],y1.prototype,"at",2),d([m({attribute:!1})],y1.prototype,"host",2),d([m()],y1.prototype,"mode",2),d([m({attribute:!1})],y1.prototype,"due",2),d([B()],y1.prototype,"text",2),y1=d([S(iC)],y1);function p1(V,H,{mode:C="relative",due:L=""}={}){return t`<plex-connection-time
    .at=${H}
    .host=${V}
    .mode=${C}
    .due=${L}
  ></plex-connection-time>`}function J5(V,H,C=e=>V.text(`panel_${e}`),L=n){let e=(r,M,o="")=>oC(V,C(r),M,o);return t`<dl class="facts">
    ${e("address",aC(H.active))}
    ${e("last_change",M0(V,H),"line")}
    ${e("standby",r0(V,H))}
    ${e("next_check",t0(V,H))} ${L}
  </dl>`}function oC(V,H,C,L){let e=t`<span class="secondary">${V.text("panel_none")}</span>`;return t`<dt>${H}</dt>
    <dd class=${L}>${C??e}</dd>`}function aC(V){return V&&t`<span class="address">${V.address}</span>`}function r0({text:V,format:H},{fall_backs:C}){if(!C.length)return null;let L=C.map(({type:e,latency_ms:r},M)=>{let o=r===null||M?"":` ${H.milliseconds(r)}`;return`${V(`panel_server_place_${e}`)}${o}`});return t`${L.reduce((e,r)=>V("panel_standby_then",{first:e,next:r}))}`}function M0(V,H){let{since:C,reason:L,connection_type:e}=H;if(!C)return null;let r=H.refused?t`${E(V.text,e)} · `:n,M=L?AC(T2(V.text,L,e)):n;return t`${r}${p1(V,C)}${M}`}function t0(V,{next_check:H}){return H?V.connected?p1(V,H,{due:V.text("panel_checking")}):t`${V.format.time(new Date(H))}`:null}function AC(V){return t`<span class="secondary"> · ${V}</span>`}var C3=p`
  .facts {
    display: grid;
    grid-template-columns: max-content 1fr;
    gap: 4px 12px;
    margin: 0;
    font-size: var(--ha-font-size-s, 12px);
    line-height: 16px;
  }
  .facts dt {
    color: var(--secondary-text-color, #5e5e5e);
  }
  .facts dd {
    min-width: 0;
    margin: 0;
    overflow-wrap: anywhere;
  }
  /* Always one line, however long the reason: nothing moves when it changes. */
  .facts .line {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  /* Two lines on a phone, where most reasons need them. */
  @media (max-width: 500px) {
    .facts .line {
      display: -webkit-box;
      min-height: 32px;
      white-space: normal;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 2;
    }
  }
`;function o1(V){return`severity-${V??"unknown"}`}function V5(V){return V==="ok"?"ok":V==="notice"?"info":"alert"}function H3(V,H){let C=L1(H);if(!C||C==="access_refused"&&H.refused)return n;let L=K(H);return t`<p class="problem ${o1(L)}">
    ${c(V5(L))}<span>${F5(V.text,C)}</span>
  </p>`}var L5=p`
  .severity-ok {
    --severity-color: var(--success-color, #43a047);
  }
  .severity-notice {
    --severity-color: color-mix(
      in srgb,
      var(--warning-color, #ffa600) 60%,
      var(--secondary-text-color, #5e5e5e)
    );
  }
  .severity-warning {
    --severity-color: var(--warning-color, #ffa600);
  }
  .severity-error {
    --severity-color: var(--error-color, #db4437);
  }
  .severity-unknown {
    --severity-color: var(--disabled-color, #bdbdbd);
  }
`,P2=p`
  ${L5}

  .severity-notice,
  .severity-warning,
  .severity-error {
    --type-color: var(--severity-color);
  }
  /* Amber means that something is wrong; this relay is as its owner wants it. */
  .severity-ok.type-relay {
    --type-color: var(--info-color, #039be5);
  }
  .problem {
    display: flex;
    align-items: center;
    gap: 8px;
    margin: 0;
    padding: 4px 8px;
    border-radius: var(--ha-border-radius-sm, 4px);
    background: color-mix(in srgb, var(--severity-color) 12%, transparent);
    font-weight: var(--ha-font-weight-medium, 500);
    line-height: 20px;
    overflow-wrap: anywhere;
  }
  .problem .icon {
    width: 20px;
    height: 20px;
    fill: var(--severity-color);
  }
`;var T=p`
  .type-local {
    --type-color: var(--success-color, #43a047);
  }
  .type-remote {
    --type-color: var(--info-color, #039be5);
  }
  .type-relay {
    --type-color: var(--warning-color, #ffa600);
  }
  .type-refused,
  .type-offline {
    --type-color: var(--error-color, #db4437);
  }
  .type-unknown {
    --type-color: var(--disabled-color, #bdbdbd);
  }
`,f=p`
  :host {
    color: var(--primary-text-color, #141414);
    font-family: var(--ha-font-family-body, Roboto, Noto, sans-serif);
    font-size: var(--ha-font-size-m, 14px);
    line-height: var(--ha-line-height-normal, 1.6);
    -webkit-font-smoothing: var(--ha-font-smoothing, antialiased);
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  .card {
    background: var(--ha-card-background, var(--card-background-color, #fff));
    border: var(--ha-card-border-width, 1px) solid
      var(--ha-card-border-color, var(--divider-color, #e0e0e0));
    border-radius: var(--ha-card-border-radius, var(--ha-border-radius-lg, 12px));
    box-shadow: var(--ha-card-box-shadow, none);
  }

  h2 {
    margin: 0;
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
    line-height: 1.4;
  }

  .secondary {
    color: var(--secondary-text-color, #5e5e5e);
  }

  .icon {
    width: 24px;
    height: 24px;
    flex: none;
    fill: currentcolor;
  }

  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: 40px;
    padding: 0 16px;
    border: none;
    border-radius: var(--ha-border-radius-pill, 9999px);
    background: color-mix(in srgb, var(--primary-color, #009ac7) 15%, transparent);
    color: var(--primary-text-color, #141414);
    font: inherit;
    font-weight: var(--ha-font-weight-medium, 500);
    cursor: pointer;
    transition: background-color 180ms ease-in-out;
  }
  button .icon {
    width: 20px;
    height: 20px;
  }
  button:hover {
    background: color-mix(in srgb, var(--primary-color, #009ac7) 25%, transparent);
  }
  button:disabled {
    cursor: default;
    opacity: 0.6;
  }
  button.plain {
    background: none;
  }
  button.plain:hover {
    background: color-mix(in srgb, var(--primary-text-color, #141414) 8%, transparent);
  }
  button.round {
    width: 40px;
    padding: 0;
  }
  button.danger {
    background: color-mix(in srgb, var(--error-color, #db4437) 15%, transparent);
  }
  button.danger:hover {
    background: color-mix(in srgb, var(--error-color, #db4437) 25%, transparent);
  }

  a {
    /* Home Assistant's own color of links is too pale to be read on white. */
    color: color-mix(
      in srgb,
      var(--primary-color, #009ac7) 60%,
      var(--primary-text-color, #141414)
    );
  }

  :focus-visible {
    outline: 2px solid var(--primary-color, #009ac7);
    outline-offset: 2px;
  }

  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .address,
  .number {
    /* Addresses and figures are left to right in every language. */
    unicode-bidi: isolate;
    font-variant-numeric: tabular-nums;
  }
  .address {
    direction: ltr;
    overflow-wrap: anywhere;
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;var e5=p`
  .circle {
    display: flex;
    align-items: center;
    justify-content: center;
    width: 36px;
    height: 36px;
    flex: none;
    border-radius: 50%;
    background: color-mix(in srgb, var(--type-color) 20%, transparent);
    color: var(--type-color);
  }
`,L4=p`
  ${e5}

  .tile {
    position: relative;
    height: 100%;
  }
  .inner {
    /* The browser does not render tiles outside the viewport. This would cut off border and
       shadow, which are therefore the surrounding card's. */
    content-visibility: auto;
    contain-intrinsic-width: none;
    contain-intrinsic-height: auto 164px;
    display: flex;
    flex-direction: column;
    gap: 12px;
    height: 100%;
    padding: 12px;
    border-radius: inherit;
  }

  .head {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 52px;
  }
  .who {
    flex: 1;
    min-width: 0;
  }
  .who h3 {
    display: -webkit-box;
    margin: 0;
    overflow: hidden;
    font-size: var(--ha-font-size-m, 14px);
    font-weight: var(--ha-font-weight-medium, 500);
    line-height: 20px;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .who > span {
    display: block;
    font-size: var(--ha-font-size-s, 12px);
    line-height: 16px;
  }

  a {
    color: inherit;
    text-decoration: none;
  }
  a:focus-visible {
    outline: none;
  }
  /* The link covers the whole tile. */
  a::after {
    position: absolute;
    inset: 0;
    border-radius: inherit;
    content: "";
    transition: background-color 180ms ease-in-out;
  }
  a:hover::after {
    background: color-mix(in srgb, var(--primary-text-color, #141414) 4%, transparent);
  }
  a:focus-visible::after {
    border-radius: var(--ha-card-border-radius, var(--ha-border-radius-lg, 12px));
    outline: 2px solid var(--primary-color, #009ac7);
    outline-offset: -2px;
  }

  .latency {
    width: 88px;
    flex: none;
  }
  .now {
    /* Large enough to be noticed. */
    --hint-line: none;
    display: block;
    font-size: var(--ha-font-size-xl, 20px);
    line-height: 24px;
    text-align: end;
  }
  .latency .sparkline {
    margin-block-start: 4px;
  }

  .badges {
    margin-block-start: auto;
  }
`;var m1,e4,r4,M4,t4,r1=class extends u{constructor(){super(...arguments);l(this,m1);this.hasLine=!1;this.hasDetails=!1;this.path=null;this.accountName=null;this.entityId=null}render(){let{host:C,server:L}=this,e=q5(C,L);return t`<div class="row ${k2(L)} ${o1(K(L))}">
      <div class="head">
        <span class="circle">${c(e1(L.connection_type))}</span>
        <div class="who">
          <span class="name">${a(this,m1,e4).call(this)}</span>
          <span class="type">${I1(C.text,L)}</span>
        </div>
        ${a(this,m1,M4).call(this)}
      </div>
      ${H3(C,L)}
      ${this.hasDetails?J5(C,L):n}
      ${e.length>0?t`<ul class="badges">${e}</ul>`:n}
    </div>`}};m1=new WeakSet,e4=function(){let{server:C,accountName:L}=this,e=L?t` (<bdi>${L}</bdi>)`:n,r=t`<bdi>${C.name}</bdi>${e}`;return this.path?t`<a class="open" href=${this.path} @click=${N}>${r}</a>`:this.entityId?t`<button class="open" type="button" @click=${a(this,m1,r4)}>
          ${r}
        </button>`:r},r4=function(){this.dispatchEvent(new CustomEvent("hass-more-info",{detail:{entityId:this.entityId},bubbles:!0,composed:!0}))},M4=function(){let{host:C,server:L}=this;return t`<div class="latency">
      <span class="visually-hidden">${C.text("panel_latency")}</span>
      <span class="number">
        ${L.latency_ms===null?"–":C.format.milliseconds(L.latency_ms)}
      </span>
      ${this.hasLine?a(this,m1,t4).call(this):n}
    </div>`},t4=function(){let{recent_ms:C,latency_ms:L}=this.server;return t`<div class="line">
      ${y2(C)}
      <span class="visually-hidden">${b2(this.host,C,L)}</span>
    </div>`},r1.styles=[f,T,P2,e5,j5,C3,w2,p`
      :host {
        display: block;
        container-type: inline-size;
      }
      .row {
        position: relative;
        display: flex;
        flex-direction: column;
        gap: 8px;
        height: 100%;
        padding: 9px 10px;
        border-radius: var(--ha-card-border-radius, var(--ha-border-radius-lg, 12px));
      }
      .head {
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 36px;
      }
      .who {
        display: flex;
        flex: 1;
        flex-direction: column;
        min-width: 0;
      }
      .name {
        display: -webkit-box;
        overflow: hidden;
        font-weight: var(--ha-font-weight-medium, 500);
        line-height: 20px;
        overflow-wrap: anywhere;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
      }
      .type {
        font-size: var(--ha-font-size-s, 12px);
        line-height: 16px;
      }
      .latency {
        min-width: 0;
        flex: 0 0 88px;
        text-align: end;
        white-space: nowrap;
      }
      .number {
        display: block;
        line-height: 20px;
      }
      .line {
        height: 16px;
      }
      .line .sparkline {
        height: 16px;
      }
      .facts {
        padding-inline: 2px;
      }
      /* Half of a section on a phone: leave the space to the name. */
      @container (max-width: 240px) {
        .latency {
          flex-basis: auto;
        }
        .line {
          display: none;
        }
      }

      .open,
      button.open:hover {
        display: inline;
        min-height: 0;
        padding: 0;
        background: none;
        color: inherit;
        font: inherit;
        text-align: start;
        text-decoration: none;
      }
      /* The link to the server covers the whole row. */
      .open::after {
        position: absolute;
        inset: 0;
        border-radius: inherit;
        content: "";
        transition: background-color 180ms ease-in-out;
      }
      .open:hover::after {
        background: color-mix(
          in srgb,
          var(--primary-text-color, #141414) 4%,
          transparent
        );
      }
      .open:focus-visible {
        outline: none;
      }
      .open:focus-visible::after {
        border-radius: var(--ha-card-border-radius, var(--ha-border-radius-lg, 12px));
        outline: 2px solid var(--primary-color, #009ac7);
        outline-offset: -2px;
      }
    `],d([m({attribute:!1})],r1.prototype,"host",2),d([m({attribute:!1})],r1.prototype,"server",2),d([m({type:Boolean})],r1.prototype,"hasLine",2),d([m({type:Boolean})],r1.prototype,"hasDetails",2),d([m({attribute:!1})],r1.prototype,"path",2),d([m({attribute:!1})],r1.prototype,"accountName",2),d([m({attribute:!1})],r1.prototype,"entityId",2),r1=d([S("plex-connection-card-row")],r1);var nC={comma_decimal:"en-US",decimal_comma:"de",space_comma:"fr",quote_decimal:"de-CH",none:"en-US"},dC=new Set(["integer","group","decimal","fraction"]);function o4(V){let{locale:H}=V,C=pC(H),L=mC(H,C),e=H.time_zone==="server"?V.config.time_zone:void 0,r={...sC(H),minute:"2-digit"},M=x=>{let Z=new Intl.DateTimeFormat(H.language,{...x,...e?{timeZone:e}:{}});return y=>Z.format(y)},o=M(r),A=M({...r,second:"2-digit"}),v=M({day:"numeric",month:"short",...r}),h=new Intl.RelativeTimeFormat(H.language,{numeric:"always"}),s=new Intl.RelativeTimeFormat(H.language,{numeric:"auto"});return{number:C,milliseconds:x=>Math.round(x/1e3)>=60?i4(x/1e3,L):x<1e3?L(x,"millisecond",x<10?1:0):L(x/1e3,"second",1),percent:lC(H),duration:x=>i4(x,L),relative:x=>{let[Z,y]=xC(x);return Z===0?s.format(0,y):h.format(Z,y)},time:(x,Z=!1)=>(Z?A:o)(x),dateTime:v,day:M({day:"numeric",month:"short"})}}function i0(V){let H=new Map;return C=>{let L=H.get(C)??V(C);return H.set(C,L),L}}function a4(V){if(V.number_format!=="system")return nC[V.number_format]??V.language}function pC(V){let H=i0(C=>new Intl.NumberFormat(a4(V),{maximumFractionDigits:C,useGrouping:V.number_format!=="none"}));return(C,L=0)=>H(L).format(C)}function mC(V,H){let C=i0(L=>new Intl.NumberFormat(V.language,{style:"unit",unit:L,unitDisplay:"short"}));return(L,e,r=0)=>{let M=!1;return C(e).formatToParts(Number(L.toFixed(r))).map(A=>{if(!dC.has(A.type))return A.value;let v=M?"":H(L,r);return M=!0,v}).join("")}}function lC(V){let H=i0(C=>new Intl.NumberFormat(a4(V),{style:"percent",maximumFractionDigits:C}));return C=>C>0&&C<.01||C>.99&&C<1?H(1).format(Math.min(Math.max(C,.001),.999)):H(0).format(C)}function sC(V){return vC(V)?{hour:"numeric",hourCycle:"h12"}:{hour:"2-digit",hourCycle:"h23"}}function vC({time_format:V,language:H}){if(V==="12"||V==="24")return V==="12";let C=V==="system"?void 0:H,{hourCycle:L}=new Intl.DateTimeFormat(C,{hour:"numeric"}).resolvedOptions();return L==="h12"||L==="h11"}function xC(V){let H=Math.abs(V);return H<60?[Math.trunc(V),"second"]:H<3600?[Math.trunc(V/60),"minute"]:H<86400?[Math.trunc(V/3600),"hour"]:[Math.trunc(V/86400),"day"]}function i4(V,H){let C=Math.max(0,Math.round(V)),L=[[Math.trunc(C/86400),"day"],[Math.trunc(C%86400/3600),"hour"],[Math.trunc(C%3600/60),"minute"],[C%60,"second"]],e=L.findIndex(([r])=>r>0);return e<0?H(0,"second"):L.slice(e,e+2).filter(([r])=>r>0).map(([r,M])=>H(r,M)).join(" ")}var uC=5e3,_2=class{constructor(H){this.value=null;this.#e=H,H.addController(this)}#e;#C;#V;#H;#L;hostConnected(){this.#C&&this.update(this.#C)}hostDisconnected(){clearTimeout(this.#L),this.#H=void 0}update(H){let C=this.#C;if(this.#C=H,this.#V?.language!==H.language){this.#H!==H.language&&this.#r(H);return}(!C||!this.value||cC(C,H))&&this.#M(H,this.#V.text)}async#r(H){clearTimeout(this.#L),this.#H=H.language;try{let C=await g1(H);this.#H===H.language&&(this.#H=void 0),this.#C?.language===H.language&&(this.#V={language:H.language,text:C},this.#M(this.#C,C))}catch{this.#H===H.language&&(this.#L=setTimeout(()=>this.#C&&this.#r(this.#C),uC))}}#M(H,C){this.value={connection:H.connection,connected:H.connected,text:C,format:o4(H),isAdmin:H.user?.is_admin??!1,rtl:document.dir==="rtl"||document.documentElement.dir==="rtl",hass:H},this.#e.requestUpdate()}};function cC(V,H){return V.connection!==H.connection||V.connected!==H.connected||V.locale!==H.locale||V.config.time_zone!==H.config.time_zone||V.config.components!==H.config.components||V.user?.is_admin!==H.user?.is_admin||V.entities!==H.entities}var ZC="unknown_command",W1=class{#e;#C;#V;#H;#L;#r;#M;#o=1e3;#t=0;#a=!1;constructor(H,C,L,e){this.#e=H,this.#C=typeof C=="function"?C:()=>C,this.#V=L,this.#H=e}open(){this.#a||(this.#a=!0,this.#e.addEventListener("ready",this.#i),this.#e.addEventListener("disconnected",this.#A),this.#n())}close(){this.#a=!1,this.#t+=1,clearTimeout(this.#r),clearTimeout(this.#M),this.#e.removeEventListener("ready",this.#i),this.#e.removeEventListener("disconnected",this.#A),this.#p()}#i=()=>{this.#L=void 0,this.#o=1e3,this.#n(),clearTimeout(this.#M),this.#M=setTimeout(()=>this.#d(),2e4)};#A=()=>{this.#t+=1,this.#L=void 0,clearTimeout(this.#r),clearTimeout(this.#M),this.#H({kind:"lost"})};#d(){this.#p(),this.#n()}async#n(){clearTimeout(this.#r),this.#t+=1;let H=this.#t;try{let C=await this.#e.subscribeMessage(L=>H===this.#t&&this.#V(L),this.#C(),{resubscribe:!1});if(H!==this.#t){r5(C);return}this.#L=C,this.#o=1e3,this.#H({kind:"live"})}catch(C){H===this.#t&&this.#m(C)}}#m(H){let{code:C,message:L}=H,e=C===ZC||typeof C=="number"||!L;this.#H(e?{kind:"lost"}:{kind:"refused",message:L}),this.#r=setTimeout(()=>{this.#n()},this.#o),this.#o=Math.min(2*this.#o,3e4)}#p(){let H=this.#L;this.#L=void 0,H&&r5(H)}};async function r5(V){try{await V()}catch{return}}var D={subscribeOverview:"plex_connection/subscribe_overview",subscribeServer:"plex_connection/subscribe_server",testConnections:"plex_connection/test_connections",diagnose:"plex_connection/diagnose",rediscover:"plex_connection/rediscover",pin:"plex_connection/pin",forget:"plex_connection/forget"};var p4={state:{kind:"connecting"},isKnown:!1,bundle:null,accounts:[],servers:[]},SC=2e3,A4=["error","warning","notice"],n4=new WeakMap;function Y(V){return`${V.entry_id}/${V.server_id}`}var o0=class{constructor(H){this.value=p4;this.#e=new Set;this.#V=new Map;this.#H=new Map;this.#C=new W1(H,{type:D.subscribeOverview},C=>this.#r(C),C=>this.#M({state:C}))}#e;#C;#V;#H;#L;listen(H){return clearTimeout(this.#L),this.#e.add(H),this.#C.open(),()=>{this.#e.delete(H),this.#e.size===0&&(this.#L=setTimeout(()=>this.#C.close(),SC))}}#r(H){X5(H.now),H.full&&(this.#V.clear(),this.#H.clear());for(let C of H.gone_accounts)this.#V.delete(C);for(let C of H.gone_servers)this.#H.delete(Y(C));for(let C of H.accounts)this.#V.set(C.entry_id,C);for(let C of H.servers)this.#H.set(Y(C),C);this.#M({isKnown:!0,bundle:H.bundle??null,accounts:[...this.#V.values()].sort(gC),servers:[...this.#H.values()].sort(hC)})}#M(H){this.value={...this.value,...H};for(let C of this.#e)C()}};function hC(V,H){return d4(V)-d4(H)||fC(V,H)}function d4(V){let H=K(V),C=H?A4.indexOf(H):-1;return C<0?A4.length:C}function fC(V,H){return V.name.localeCompare(H.name)||Y(V).localeCompare(Y(H))}function gC(V,H){return V.title.localeCompare(H.title)||V.entry_id.localeCompare(H.entry_id)}var F2=class{#e;#C;#V;#H=!1;constructor(H){this.#e=H,H.addController(this)}get value(){return this.#C?.value??p4}use(H){let C=n4.get(H);C||(C=new o0(H),n4.set(H,C)),C!==this.#C&&(this.#V?.(),this.#C=C,this.#L())}hostConnected(){this.#H=!0,this.#L()}hostDisconnected(){this.#H=!1,this.#V?.(),this.#V=void 0}#L(){this.#H&&this.#C&&(this.#V?.(),this.#V=this.#C.listen(()=>this.#e.requestUpdate()))}};var s4="plex_connection";function $2({devices:V,entities:H}){let C=new Map;for(let o of Object.values(H??{}))if(t5(o)&&o.device_id&&o.translation_key){let A=C.get(o.device_id)??{};A[o.translation_key]=o.entity_id,C.set(o.device_id,A)}let L=Object.values(V??{}).filter(c4),e=L.filter(M5),r=L.filter(o=>!M5(o)),M=o=>{let A=e.find(s=>m4(s,o)),v=r.some(s=>p2(s)===p2(o)&&e.find(x=>m4(x,s))!==A),h=v&&A?` (${p2(A)})`:"";return{id:o.id,name:`${p2(o)}${h}`,isNameShared:v,entities:C.get(o.id)??{}}};return{servers:r.map(M).sort(l4),accounts:e.map(o=>({id:o.id,name:p2(o),isNameShared:!1,entities:C.get(o.id)??{}})).sort(l4)}}function m4(V,H){let C=new Set(V.config_entries??[]);return H.via_device_id===V.id||(H.config_entries??[]).some(L=>C.has(L))}function t5(V){return V?.platform===s4}function M5(V){return V.entry_type==="service"}function v4(V){return c4(V)&&!M5(V)}function p2(V){return V.name_by_user||V.name||""}function x4({entities:V},H,C){return Object.values(V??{}).find(L=>t5(L)&&L.device_id===H&&L.translation_key===C)?.entity_id}function u4({entities:V},H){let C=new Map;for(let L of Object.values(V??{}))t5(L)&&L.device_id&&L.translation_key===H&&C.set(L.device_id,L.entity_id);return C}function c4(V){return(V.identifiers??[]).some(([H])=>H===s4)}function l4(V,H){return V.name.localeCompare(H.name)||V.id.localeCompare(H.id)}var U1="/plex-connection";function V3(V){let H=[V.entry_id,V.server_id].map(encodeURIComponent);return`${U1}/server/${H.join("/")}`}function L3(V){let[,H,C,L]=V.split("/");if(H!=="server"||!C||!L)return null;try{return{entry_id:decodeURIComponent(C),server_id:decodeURIComponent(L)}}catch{return null}}function Z4(V,H){let C=H.plex_tv==="ok";return t`<div class="account ${C?"":"problem"}">
    ${c(C?"account":"alert")}
    <div>
      <bdi>${H.title}</bdi>
      <span class="secondary">${OC(V,H)}</span>
    </div>
  </div>`}function OC({text:V,format:H},C){let L=$5(V,C);if(C.state!=="loaded")return L;let e=H.number(C.requests_today);return`${L} · ${V("panel_requests_today")}: ${e}`}var S4=p`
  .account {
    display: flex;
    align-items: center;
    gap: 16px;
    padding: 10px 16px 4px;
  }
  .account div {
    display: flex;
    flex-direction: column;
    min-width: 0;
    line-height: 20px;
    overflow-wrap: anywhere;
  }
  .account .secondary {
    font-size: var(--ha-font-size-s, 12px);
    line-height: 16px;
  }
  .account .icon {
    color: var(--secondary-text-color, #5e5e5e);
  }
  .problem .icon {
    color: var(--warning-color, #ffa600);
  }
  section + section {
    border-block-start: 1px solid var(--divider-color, #e0e0e0);
  }
`;function e3(){return document.querySelector("home-assistant")?.hass}var yC={card_name:"Plex Connection",card_description:"How Home Assistant connects to one or all of your Plex servers.",card_with_details:"With details",card_error_config:"The card has no configuration.",card_error_device:"device must be the device ID of a server.",card_error_columns:"columns must be a whole number from 1 to {most}.",card_error_switch:"{option} must be true or false.",strategy_name:"Plex Connection",strategy_description:"All your Plex servers: how Home Assistant connects to them, their history, and what you can do."};function l1(V,H={}){let C=e3(),L=C?.localize?X3(C.localize)(V,H):"";return!L&&C&&g1(C).catch(()=>{}),L||bC(yC[V],H)}function bC(V,H){return V.replace(/\{(\w+)\}/g,(C,L)=>String(H[L]??""))}var i5="plex-connection-card",m2=`custom:${i5}`,A0=6,h4=["show_sparkline","show_details","show_account"];function n0(V){if(typeof V!="object"||V===null||Array.isArray(V))throw r3("card_error_config");let{device:H,columns:C,...L}=V;if(!a0(H)&&typeof H!="string")throw r3("card_error_device");if(!a0(C)&&!wC(C))throw r3("card_error_columns",{most:A0});for(let e of h4)if(!a0(L[e])&&typeof L[e]!="boolean")throw r3("card_error_switch",{option:e})}function r3(V,H){return new Error(l1(V,H))}function a0(V){return V==null}function wC(V){let H=Number(V);return typeof V=="number"&&Number.isInteger(H)&&H>=1&&H<=A0}var kC=[{name:"device",selector:{device:{filter:{integration:"plex_connection",model:"Media Server"}}}},{name:"columns",selector:{number:{min:1,max:A0,step:1,mode:"box"}}},...h4.map(V=>({name:V,default:V==="show_sparkline",selector:{boolean:{}}}))];async function f4(){let V=e3(),H=V?await g1(V).catch(()=>{}):void 0;return{schema:kC,assertConfig:n0,computeLabel:C=>H?.(`card_${C.name}`)||void 0,computeHelper:C=>H?.(`card_${C.name}_help`)||void 0}}async function g4(V){await g1(V).catch(()=>{});let[H]=$2(V).servers;return H?{device:H.id}:{}}function O4(V,H){let C=V.entities?.[H],L=C?.device_id?V.devices?.[C.device_id]:void 0;if(!t5(C)||!L)return null;if(M5(L))return[{config:{type:m2,show_account:!0}}];let e={type:m2,device:L.id};return[{config:e},{label:l1("card_with_details"),config:{...e,show_details:!0}}]}function J(V,H,C,L=n){return t`<div class="card empty">
    ${c(V)}
    <h2>${H}</h2>
    <p>${C}</p>
    ${L}
  </div>`}var M3=p`
  .empty {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 8px;
    padding: 48px 24px;
    text-align: center;
  }
  .empty > .icon {
    width: 48px;
    height: 48px;
    color: var(--secondary-text-color, #5e5e5e);
  }
  .empty p {
    max-width: 56ch;
    margin: 0 0 8px;
    color: var(--secondary-text-color, #5e5e5e);
  }
`;function y4(V,H,C,L){let{text:e}=V;return L.length>0?null:H.isKnown?C?TC(V,C.device):H.accounts.length===0?BC(V):J("offline",e("panel_no_servers"),e("card_no_servers_why")):RC(V,H)}function TC({text:V},H){return H?v4(H)?J("waiting",V("card_unwatched",{name:p2(H)}),V("card_unwatched_why")):J("unknown",V("card_error_device"),V("card_choose")):J("unknown",V("card_gone"),V("card_gone_why"))}function RC(V,{state:H}){let{text:C}=V;if(H.kind==="refused"){let L=C("panel_refused_why",{reason:H.message});return J("failed",C("card_refused"),L)}return!V.connected||H.kind==="lost"?J("away",C("card_away"),C("card_away_why")):d0(C("panel_loading"))}function BC({text:V,isAdmin:H}){return J("account",V("panel_no_account"),V(H?"panel_no_account_why":"panel_no_account_ask"),H?t`<a href=${I5} @click=${N}>${V("panel_add_account")}</a>`:n)}function d0(V){return t`<div class="skeleton" aria-busy="true">
    <span class="visually-hidden" role="status">${V}</span>
    <i class="round"></i><i class="bar"></i>
  </div>`}var b4=p`
  ${M3}

  /* It is inside the card already: no second border and background. */
  .empty.card {
    height: 100%;
    justify-content: center;
    gap: 4px;
    padding: 16px;
    border: none;
    background: none;
    box-shadow: none;
  }
  .empty > .icon {
    width: 32px;
    height: 32px;
  }
  .empty p {
    margin: 0;
  }

  .skeleton {
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 10px;
  }
  .skeleton i {
    display: block;
    border-radius: 6px;
    background: color-mix(in srgb, var(--primary-text-color, #141414) 8%, transparent);
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  .skeleton .round {
    width: 36px;
    height: 36px;
    border-radius: 50%;
  }
  .skeleton .bar {
    width: 50%;
    height: 12px;
  }
  @keyframes breathe {
    to {
      opacity: 0.4;
    }
  }
`;var w4={compact:1,detailed:3},w1,o5,k1,_,k4,T4,p0,R4,B4,m0,P4,_4,b1=class extends u{constructor(){super(...arguments);l(this,_);l(this,w1);l(this,o5,new _2(this));l(this,k1,new F2(this))}setConfig(C){n0(C),this.config=C}set hass(C){let L=i(this,w1)?.devices;g(this,w1,C),i(this,o5).update(C),i(this,k1).use(C.connection),L!==C.devices&&this.requestUpdate()}getCardSize(){let C=this.config?.show_details?w4.detailed:w4.compact;return Math.max(1,a(this,_,p0).call(this).length)*C}getGridOptions(){return{columns:this.config?.device?12:"full",rows:"auto",min_columns:6}}render(){let C=a(this,_,k4).call(this);return customElements.get("ha-card")?t`<ha-card>${C}</ha-card>`:t`<div class="card">${C}</div>`}};w1=new WeakMap,o5=new WeakMap,k1=new WeakMap,_=new WeakSet,k4=function(){let C=i(this,o5).value,L=i(this,k1).value;if(!this.config)return n;if(!C)return d0("");let e=a(this,_,p0).call(this);return y4(C,L,a(this,_,T4).call(this),e)??a(this,_,R4).call(this,C,e)},T4=function(){let C=this.config?.device||null;return C===null?null:{id:C,device:i(this,w1)?.devices?.[C]}},p0=function(){let{servers:C}=i(this,k1).value,L=this.config?.device;return L?C.filter(e=>e.device_id===L):C},R4=function(C,L){let e=i(this,k1).value,r=C.connected&&e.state.kind==="live",M=C.text(C.connected?"panel_notice_starting":"panel_notice_away");return t`<div class=${r?"":"stale"}>
      <p class="note secondary" role="status">${r?n:M}</p>
      ${this.config?.show_account?a(this,_,B4).call(this,C,L):a(this,_,m0).call(this,C,L)}
    </div>`},B4=function(C,L){let{accounts:e}=i(this,k1).value,r=M=>!this.config?.device||L.some(o=>o.entry_id===M);return t`${j(e.filter(M=>r(M.entry_id)),M=>M.entry_id,M=>t`<section aria-label=${M.title}>
        ${Z4(C,M)}
        ${a(this,_,m0).call(this,C,L.filter(o=>o.entry_id===M.entry_id))}
      </section>`)}`},m0=function(C,L){let{columns:e,show_details:r,show_sparkline:M}=this.config??{},o=!!i(this,w1)?.panels?.[U1.slice(1)];return t`<ul style=${e?`--columns: ${e}`:""}>
      ${j(L,Y,A=>t`<li>
          <plex-connection-card-row
            .host=${C}
            .server=${A}
            .hasLine=${M??!0}
            .hasDetails=${r??!1}
            .accountName=${a(this,_,P4).call(this,A)}
            .path=${o?V3(A):null}
            .entityId=${o?null:a(this,_,_4).call(this,A)}
          ></plex-connection-card-row>
        </li>`)}
    </ul>`},P4=function(C){let{accounts:L,servers:e}=i(this,k1).value;return!e.some(({name:M,entry_id:o})=>M===C.name&&o!==C.entry_id)||this.config?.show_account?null:L.find(({entry_id:M})=>M===C.entry_id)?.title??null},_4=function(C){return i(this,w1)&&C.device_id?x4(i(this,w1),C.device_id,"connection_type")??null:null},b1.getStubConfig=g4,b1.getConfigForm=f4,b1.styles=[f,b4,S4,p`
      :host {
        display: block;
        height: 100%;
      }
      ha-card,
      .card {
        height: 100%;
        overflow: auto;
      }
      ul {
        display: grid;
        /* As many columns as fit, up to the configured maximum. */
        grid-template-columns: repeat(
          auto-fit,
          minmax(min(100%, max(240px, 100% / var(--columns, 12))), 1fr)
        );
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        /* The browser does not render rows outside the viewport. */
        content-visibility: auto;
        contain-intrinsic-size: auto none auto 56px;
      }
      .note {
        margin: 0;
        padding: 10px 12px 0;
        font-size: var(--ha-font-size-s, 12px);
      }
      .note:empty {
        position: absolute;
        padding: 0;
      }
      /* Possibly outdated content is gray, but stays readable. */
      .stale ul {
        filter: grayscale(1);
        opacity: 0.9;
      }
    `],d([B()],b1.prototype,"config",2),d([m({reflect:!0})],b1.prototype,"layout",2),b1=d([S(i5)],b1);var M1=class{constructor(H){this.state={kind:"idle"};this.#e=H,H.addController(this)}#e;get isRunning(){return this.state.kind==="running"}hostConnected(){}async run(H,C){if(!this.isRunning){this.#C({kind:"running"});try{let L=await H.connection.sendMessagePromise(C);this.#C({kind:"done",result:L})}catch(L){this.#C({kind:"failed",message:await l0(H,L)})}}}reset(){this.isRunning||this.#C({kind:"idle"})}#C(H){this.state=H,this.#e.requestUpdate()}};async function l0(V,H){let{code:C,message:L,...e}=PC(H),r=await _C(V,e);return r||(C==="unauthorized"?V.text("panel_error_unauthorized"):typeof C=="string"&&L?L:V.text("panel_error_no_answer"))}function PC(V){if(typeof V!="object"||V===null)return{};let H=V.error;return{code:"",...typeof H=="object"&&H!==null?H:V}}async function _C(V,{translation_key:H,translation_domain:C,translation_placeholders:L}){if(!H||!C)return"";try{return(await V.hass.loadBackendTranslation("exceptions",C))(`component.${C}.exceptions.${H}.message`,L)}catch{return""}}function s1(V,H,C,L,{isDisabled:e=!1,classes:r=""}={}){let M=C||e;return t`<button
    type="button"
    class="command ${r}"
    aria-busy=${C?"true":"false"}
    aria-disabled=${M?"true":n}
    @click=${()=>M||L()}
  >
    ${C?t`<span class="spinner" aria-hidden="true"></span>`:c(H)}
    <span>${V}</span>
  </button>`}var G1=p`
  button.command[aria-disabled="true"] {
    cursor: default;
  }
  button.command[aria-disabled="true"]:not([aria-busy="true"]) {
    opacity: 0.6;
  }
  .spinner {
    width: 20px;
    height: 20px;
    flex: none;
    border: 2px solid color-mix(in srgb, currentcolor 25%, transparent);
    border-block-start-color: currentcolor;
    border-radius: 50%;
    animation: turn 1s linear infinite;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
`;function t3({text:V,format:H},C){let{rate_limited:L,next_allowed:e,servers_found:r}=C;if(!L)return V("panel_search_found",{count:H.number(r)});if(!e)return V("panel_search_limited_for_now");let M=new Date(e);return M.getTime()>P()?V("panel_search_limited",{time:H.time(M,!0)}):""}var FC={setup_in_progress:"wait",unload_in_progress:"wait",setup_retry:"wait"},$C={ok:"good",no_answer:"wait",token_rejected:"bad"},EC={good:"account",wait:"alert",bad:"failed"},l2,X,F4,$4,E4,D4,N4,I4,z1=class extends u{constructor(){super(...arguments);l(this,X);this.live=!1;l(this,l2,new M1(this))}render(){let{account:C}=this,L=DC(C),e=C.state==="loaded";return t`<div class="card account ${L}">
      <span class="circle">${c(EC[L])}</span>
      <div class="who">
        <h2><bdi>${C.title}</bdi></h2>
        <span>${$5(this.host.text,C)}</span>
        ${L==="good"?n:a(this,X,F4).call(this)}
      </div>
      ${e?a(this,X,$4).call(this):n}
      ${e&&this.host.isAdmin?a(this,X,N4).call(this):n}
      <p role="status" class=${i(this,l2).state.kind}>${a(this,X,I4).call(this)}</p>
    </div>`}};l2=new WeakMap,X=new WeakSet,F4=function(){if(!this.host.isAdmin)return n;let C=this.account.plex_tv==="token_rejected"?"sign_in":"integration";return t`<a href=${N5} @click=${N}>
      ${this.host.text(`panel_link_${C}`)}
    </a>`},$4=function(){let{account:C,host:L}=this,{text:e,format:r}=L;return t`<dl>
      <div class="wide">
        <dt>${W(L,e("panel_last_list"),"last_list")}</dt>
        <dd>${a(this,X,D4).call(this)}</dd>
      </div>
      <div>
        <dt>${W(L,e("panel_requests_today"),"requests_all")}</dt>
        <dd class="number">${r.number(C.requests_today)}</dd>
      </div>
      <div>
        <dt>${W(L,e("panel_saved_today"),"saved_today")}</dt>
        <dd class="number">${r.number(C.saved_today)}</dd>
      </div>
      ${C.unlisted_since?a(this,X,E4).call(this,C.unlisted_since):n}
    </dl>`},E4=function(C){let{account:L,host:e}=this;return t`<div class="unlisted">
      <dt>${W(e,e.text("panel_badge_unlisted"),"unlisted")}</dt>
      <dd>
        ${e.format.number(L.unlisted)}<span class="secondary">
          · ${p1(e,C)}</span
        >
      </dd>
    </div>`},D4=function(){let{account:C,host:L}=this;if(!C.discovered_at)return L.text("panel_none");let e=C.plex_tv==="ok"?C.discovery_trigger:null,r=e?t`<span class="secondary"> · ${Z7(L.text,e)}</span>`:n;return t`${p1(L,C.discovered_at)}${r}`},N4=function(){let{account:C,host:L}=this;return s1(L.text("panel_search_again"),"rediscover",i(this,l2).isRunning,()=>{i(this,l2).run(L,{type:D.rediscover,entry_id:C.entry_id})},{isDisabled:!this.live})},I4=function(){let{state:C}=i(this,l2);switch(C.kind){case"running":return this.host.text("panel_searching");case"failed":return C.message;case"done":return t3(this.host,C.result);default:return""}},z1.styles=[f,e5,G1,p`
      :host {
        display: block;
      }
      .account {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 12px 16px;
        padding: 12px 16px;
      }
      .good {
        --type-color: var(--success-color, #43a047);
      }
      .wait {
        --type-color: var(--warning-color, #ffa600);
      }
      .bad {
        --type-color: var(--error-color, #db4437);
      }
      .circle {
        margin-inline-end: -4px;
      }
      .who {
        display: flex;
        /* Fits on one line of a 1280 px screen in every language. */
        flex: 1 1 120px;
        flex-direction: column;
        min-width: 0;
        line-height: 20px;
      }
      /* An error is a whole sentence: it takes space from the facts. */
      :is(.wait, .bad) .who {
        flex-basis: 320px;
      }
      h2 {
        overflow-wrap: anywhere;
      }
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 16px;
        margin: 0;
        line-height: 20px;
      }
      dl .wide {
        /* The maximum width: nothing may move when the text changes every second. */
        width: 240px;
      }
      dt {
        color: var(--secondary-text-color, #5e5e5e);
        font-size: var(--ha-font-size-s, 12px);
        line-height: 16px;
      }
      dd {
        margin: 0;
      }
      p {
        flex-basis: 100%;
        margin: 0;
        text-align: end;
      }
      /* It must stay in the DOM: screen readers announce only what changes in it. */
      p:empty {
        position: absolute;
      }
    `],d([m({attribute:!1})],z1.prototype,"host",2),d([m({attribute:!1})],z1.prototype,"account",2),d([m({type:Boolean})],z1.prototype,"live",2),z1=d([S("plex-connection-account-line")],z1);function DC({state:V,plex_tv:H}){return V!=="loaded"?FC[V]??"bad":H?$C[H]:"wait"}var i3={day:{length:864e5,period:"5minute"},week:{length:7*864e5,period:"hour"},month:{length:30*864e5,period:"day"}};function s0(V){return V.config.components.includes("recorder")}function a5(V){return V.config.components.includes("history")}async function W4(V,H){return(await V.sendMessagePromise({type:"history/history_during_period",start_time:new Date(P()-864e5).toISOString(),entity_ids:[H],minimal_response:!0,no_attributes:!0}))[H]??[]}async function U4(V,H,C){let L=P(),e=L-i3[C].length,r=await V.sendMessagePromise({type:"recorder/statistics_during_period",start_time:new Date(e).toISOString(),statistic_ids:H,period:i3[C].period,types:["mean","min","max"],units:{duration:"ms"}});return{range:C,from:e,to:L,rows:r}}var v0=[],o3=class{#e;#C;#V;#H=[];#L=new Map;#r;#M=new Map;#o=!1;#t=!1;constructor(H){this.#e=H,H.addController(this)}use({connection:H,hass:C},L){C.entities!==this.#r&&(this.#r=C.entities,this.#L=u4(C,"connection_type"));let e=a5(C)?L.flatMap(r=>this.#a(r)??[]).sort():[];(H!==this.#V||e.join()!==this.#H.join())&&(this.#V=H,this.#H=e,this.#i())}of(H){let C=this.#a(H);return!C||!this.#H.includes(C)?v0:this.#M.get(C)??(this.#o?v0:null)}hostConnected(){this.#t=!0,this.#i()}hostDisconnected(){this.#t=!1,this.#C?.close(),this.#C=void 0}#a({device_id:H}){return H===null?void 0:this.#L.get(H)}#i(){this.#C?.close(),this.#C=void 0;let H=this.#H;!this.#t||!this.#V||H.length===0||(this.#C=new W1(this.#V,()=>({type:"history/stream",start_time:new Date(P()-864e5).toISOString(),entity_ids:H,minimal_response:!0,no_attributes:!0}),C=>this.#d(C),C=>this.#A(C)),this.#C.open())}#A({kind:H}){H==="refused"&&(this.#o=!0,this.#e.requestUpdate())}#d({states:H}){this.#o=!0;for(let[C,L]of Object.entries(H??{}))this.#M.set(C,NC(this.#M.get(C)??v0,L));this.#e.requestUpdate()}};function NC(V,H){let C=Math.min(...H.map(x0)),L=[...V.filter(M=>x0(M)<C),...H],e=(P()-864e5)/1e3,r=L.findLastIndex(M=>x0(M)<=e);return L.slice(Math.max(0,r))}function x0({lc:V,lu:H}){return V??H}var u0={types:new Set,name:""},IC=["local","remote","relay","offline","unknown"];function z4(V){return V.connection_type??"unknown"}function Q4(V){return IC.map(H=>[H,V.filter(C=>z4(C)===H).length]).filter(([H,C])=>H!=="unknown"||C>0)}function a3(V,{types:H,name:C}){let L=G4(C.trim());return V.filter(e=>(H.size===0||H.has(z4(e)))&&G4(e.name).includes(L))}function K4(V,H){let C=new Set(V.types);return C.delete(H)||C.add(H),{...V,types:C}}function G4(V){return V.normalize("NFKD").replace(/\p{M}/gu,"").toLowerCase()}var WC=8;function q4(V,H,C,L){return H.length<2?n:t`<div class="filters">
    <div class="chips" role="group" aria-label=${V.text("panel_filter")}>
      ${Q4(H).map(([e,r])=>UC(V,e,r,C.types.has(e),()=>L(K4(C,e))))}
    </div>
    ${H.length<WC?n:GC(V,C,L)}
  </div>`}function UC(V,H,C,L,e){let r=H==="unknown"?null:H;return t`<button
    type="button"
    class="chip type-${H}"
    aria-pressed=${L?"true":"false"}
    @click=${e}
  >
    ${c(e1(r))}
    <span>${E(V.text,r)}</span>
    <span class="number count">${V.format.number(C)}</span>
  </button>`}function GC(V,H,C){let L=V.text("panel_search_name");return t`<label class="search">
    ${c("search")}
    <span class="visually-hidden">${L}</span>
    <input
      type="search"
      autocomplete="off"
      placeholder=${L}
      .value=${H.name}
      @input=${e=>C({...H,name:e.target.value})}
    />
  </label>`}var j4=p`
  ${T}

  .filters {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  :host([narrow]) .chips {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(140px, 1fr));
    width: 100%;
  }
  :host([narrow]) .search {
    width: 100%;
  }
  .chip {
    min-height: 36px;
    padding: 0 12px;
    border: 1px solid var(--divider-color, #e0e0e0);
    background: var(--ha-card-background, var(--card-background-color, #fff));
  }
  .chip .icon {
    color: var(--type-color);
  }
  .chip .count {
    font-weight: var(--ha-font-weight-bold, 600);
  }
  .chip[aria-pressed="true"] {
    border-color: var(--primary-color, #009ac7);
    background: color-mix(
      in srgb,
      var(--primary-color, #009ac7) 20%,
      var(--card-background-color, #fff)
    );
  }

  .search {
    display: flex;
    align-items: center;
    gap: 8px;
    width: 280px;
    max-width: 100%;
    min-height: 40px;
    padding-inline: 12px 4px;
    border: 1px solid var(--divider-color, #e0e0e0);
    border-radius: var(--ha-border-radius-pill, 9999px);
    background: var(--ha-card-background, var(--card-background-color, #fff));
    color: var(--secondary-text-color, #5e5e5e);
  }
  .search:focus-within {
    outline: 2px solid var(--primary-color, #009ac7);
    outline-offset: -1px;
  }
  .search .icon {
    width: 20px;
    height: 20px;
  }
  .search input {
    flex: 1;
    min-width: 0;
    height: 36px;
    border: none;
    outline: none;
    background: none;
    color: var(--primary-text-color, #141414);
    font: inherit;
  }
  .search input::placeholder {
    color: inherit;
    opacity: 1;
  }
`;var zC=4;function A3(V){return t`<div class="page skeleton" aria-busy="true">
    <span class="visually-hidden" role="status">${V}</span>
    <div class="first"><i class="bar short"></i></div>
    <div class="chips">${Array.from({length:4},()=>t`<i class="pill"></i>`)}</div>
    <div class="account">
      <div class="card line"><i class="round"></i><i class="bar"></i></div>
      <div class="grid">
        ${Array.from({length:zC},()=>t`<div class="card box">
            <div><i class="round"></i><i class="bar"></i></div>
            <i class="bar"></i><i class="bar"></i><i class="bar short"></i>
          </div>`)}
      </div>
    </div>
  </div>`}var QC=p`
  .page {
    max-width: 1400px;
    margin: 0 auto;
    padding: 16px;
  }
  :host([narrow]) .page {
    padding: 8px;
  }
`,KC=p`
  .grid {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr));
    gap: 8px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
`,n3=p`
  ${QC}
  ${KC}

  .skeleton {
    display: grid;
    gap: 16px;
  }
  .skeleton .account {
    display: grid;
    gap: 8px;
  }
  .skeleton i {
    display: block;
    background: color-mix(in srgb, var(--primary-text-color, #141414) 8%, transparent);
    border-radius: 4px;
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  .skeleton .first {
    display: flex;
    align-items: center;
    min-height: 28px;
  }
  .skeleton .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .skeleton .pill {
    width: 96px;
    height: 36px;
    border-radius: 18px;
  }
  .skeleton .round {
    width: 36px;
    height: 36px;
    flex: none;
    border-radius: 50%;
  }
  .skeleton .bar {
    width: 60%;
    height: 12px;
  }
  .skeleton .short {
    width: 40%;
  }
  .skeleton .line,
  .skeleton .box div {
    display: flex;
    align-items: center;
    gap: 12px;
  }
  .skeleton .line {
    min-height: 68px;
    padding: 12px 16px;
  }
  .skeleton .box {
    display: flex;
    flex-direction: column;
    gap: 12px;
    min-height: 166px;
    padding: 12px;
  }
  .skeleton .box div {
    min-height: 52px;
  }
  :host([narrow]) .skeleton .line {
    min-height: 213px;
    align-items: start;
  }
  :host([narrow]) .skeleton .chips {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(140px, 1fr));
  }
  :host([narrow]) .skeleton .pill {
    width: auto;
  }
  @keyframes breathe {
    to {
      opacity: 0.4;
    }
  }
`;var qC=["error","warning","notice"];function jC({text:V,format:H},C){let L=C.filter(E5),[e]=L,r=H.number(C.length);if(!e){let[o]=C;return!o||C.some(A=>K(A)===null)?"":C.length===1?V("panel_summary_only_fine",{name:o.name}):V("panel_summary_all_fine",{total:r})}let M={name:e.name,problem:S7(V,e),total:r};return C.length===1?V("panel_summary_only",M):L.length===1?V("panel_summary_one",M):V("panel_summary_some",{count:H.number(L.length),total:r})}function Y4(V,H){if(H.length===0)return n;let C=jC(V,H),L=H.map(K),e=qC.find(r=>L.includes(r))??"ok";return t`<div class="summary ${o1(e)}" role="status">
    ${C?t`${c(V5(e))}<span>${C}</span>`:n}
  </div>`}var X4=p`
  ${L5}

  .summary {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 28px;
    font-size: var(--ha-font-size-xl, 20px);
    line-height: 28px;
    overflow-wrap: anywhere;
  }
  .summary .icon {
    fill: var(--severity-color);
  }
`;var YC=[1,2,2.5,5,10],XC=4,JC=10,CH=.5;function J4(V){let H=Number.isFinite(V)&&V>0?V:JC,C=H/XC,L=10**Math.floor(Math.log10(C)),r=(YC.find(M=>M*L>=C*(1-1e-9))??10)*L;return{top:r*Math.ceil(H/r*(1-1e-9)),step:r}}function C9(V,H){let C=V.map(e=>e.max??e.mean).sort((e,r)=>e-r),L=C[Math.floor(.98*(C.length-1))]??0;return V.reduce((e,r)=>Math.max(e,r.mean),Math.max(L,0,...H.filter(Number.isFinite)))}function H9(V){return V.mean!==null&&Number.isFinite(V.mean)&&Number.isFinite(V.start)&&Number.isFinite(V.end)}function c0(V){let H=[];for(let C of V){let L=H.at(-1),e=L?.at(-1);L&&e&&C.start-e.end<=CH*(C.end-C.start)?L.push(C):H.push([C])}return H}function a1(V,H,C){let L=C>H?(V-H)/(C-H):0;return Math.round(1e3*10*Math.min(1,Math.max(0,L)))/10}function s2(V,H){return a1(H-V,0,H)}function d3(V,H,C){return`${a1(H,V.from,V.to)} ${s2(C,V.top)}`}function A5(V){return(V.start+V.end)/2}function Z0(V,H){return V.filter(C=>C.length>1).map(C=>`M${C.map(e=>d3(H,A5(e),e.mean)).join("L")}`).join("")}function V9(V,H){return V.flatMap(([C,...L])=>C&&L.length===0?`M${d3(H,A5(C),C.mean)}h.01`:[]).join("")}function L9(V,H){return V.filter(C=>C.length>1).map(C=>{let L=C.map(r=>d3(H,A5(r),r.max??r.mean)),e=C.map(r=>d3(H,A5(r),r.min??r.mean));return`M${[...L,...e.reverse()].join("L")}Z`}).join("")}function e9(V,H){let C=null,L=Number.POSITIVE_INFINITY;return V.forEach((e,r)=>{let M=Math.abs(A5(e)-H);M<L&&(C=r,L=M)}),C}var S0=[null,"local","remote","relay","offline"],HH=4;function p3(V,H,{shown:C=null,hasMarks:L=!1}={}){let e=o=>a1(o,H.from,H.to),r=({from:o,to:A})=>{let v=e(o),h=Math.max(HH,e(A)-v);return`M${Math.min(v,1e3-h)} 0h${h}v10h-${h}z`},M=V.filter(({change:o,from:A})=>L&&o&&A>H.from).map(({from:o})=>`M${e(o)} 0v10`);return t`<svg
    class="bar"
    viewBox="0 0 ${1e3} 10"
    preserveAspectRatio="none"
    aria-hidden="true"
    focusable="false"
  >
    ${S0.map(o=>f1`<path class="type-${o??"unknown"}" d=${V.filter(A=>A.type===o).map(r).join("")}></path>`)}
    <path class="marks" d=${M.join("")}></path>
    ${C?f1`<path class="shown" d=${r(C)}></path>`:n}
  </svg>`}function m3(V,{from:H,to:C},L){let e=H+L*(C-H),r=V.findIndex(M=>e<M.to);return r<0?V.length-1:r}var l3=p`
  .bar {
    display: block;
    width: 100%;
    height: 40px;
    border-radius: var(--ha-border-radius-sm, 4px);
  }
  .bar path {
    fill: var(--type-color);
    shape-rendering: crispedges;
  }
  .bar .marks {
    fill: none;
    stroke: var(--card-background-color, #fff);
    stroke-width: 1;
    vector-effect: non-scaling-stroke;
  }
  .bar .shown {
    fill: none;
    stroke: var(--primary-text-color, #141414);
    stroke-width: 3;
    vector-effect: non-scaling-stroke;
  }
  .bar .type-unknown {
    --type-color: color-mix(in srgb, var(--divider-color, #e0e0e0) 70%, transparent);
  }
`;function n5(V,H){return H?E(V.text,H):V.text("panel_server_day_unknown")}function v2(V,H){if(!H)return"";let{text:C,format:L}=V,{from:e,to:r,type:M,change:o}=H,A={type:n5(V,M),from:L.time(new Date(e)),to:L.time(new Date(r)),duration:L.duration((r-e)/1e3)};return o?C("panel_server_day_stretch_why",{...A,reason:T2(C,o.reason,o.to)}):C("panel_server_day_stretch",A)}var VH=["local","remote","relay","offline",null];function r9(V){let H=new Map;for(let C of VH){let L=V.filter(e=>e.type===C).reduce((e,{from:r,to:M})=>e+(M-r),0);L>=500&&H.set(C,L)}return H}function d5(V){let H=r9(V);H.delete(null);let C=[...H.values()].reduce((L,e)=>L+e,0);return C>0?1-(H.get("offline")??0)/C:null}function M9(V,H){return[...r9(H)].map(([C,L])=>`${n5(V,C)} ${V.format.duration(L/1e3)}`).join(", ")}var q,h0,f0,g0,s3,T1=class extends u{constructor(){super(...arguments);l(this,q);this.count=0;this.index=null;this.label="";this.valueText=""}render(){let C=Math.max(0,this.count-1);return t`<div
      dir="ltr"
      class="area"
      @pointermove=${a(this,q,h0)}
      @pointerdown=${a(this,q,h0)}
      @pointerleave=${a(this,q,g0)}
    >
      <slot></slot>
      <input
        type="range"
        min="0"
        max=${C}
        step="1"
        .value=${String(this.index??C)}
        aria-label=${this.label}
        aria-valuetext=${this.valueText}
        ?disabled=${this.count===0}
        @input=${a(this,q,f0)}
        @focus=${a(this,q,f0)}
        @blur=${a(this,q,g0)}
      />
    </div>`}};q=new WeakSet,h0=function(C){let{left:L,width:e}=C.currentTarget.getBoundingClientRect();if(e>0&&this.count>0){let r=(C.clientX-L)/e;a(this,q,s3).call(this,{share:Math.min(1,Math.max(0,r))})}},f0=function(C){a(this,q,s3).call(this,{index:Number(C.target.value)})},g0=function(C){let L=C instanceof PointerEvent&&C.pointerType==="touch",e=this.shadowRoot?.activeElement?.matches(":focus-visible")??!1;!L&&!(C.type==="pointerleave"&&e)&&a(this,q,s3).call(this,null)},s3=function(C){this.dispatchEvent(new CustomEvent("scrub",{detail:C}))},T1.styles=p`
    :host {
      display: block;
    }
    .area {
      position: relative;
      touch-action: pan-y;
      border-radius: var(--ha-border-radius-sm, 4px);
    }
    .area:has(input:focus-visible) {
      outline: 2px solid var(--primary-color, #009ac7);
      outline-offset: 2px;
    }
    input {
      position: absolute;
      inset: 0;
      width: 100%;
      height: 100%;
      margin: 0;
      opacity: 0;
      pointer-events: none;
    }
  `,d([m({attribute:!1})],T1.prototype,"count",2),d([m({attribute:!1})],T1.prototype,"index",2),d([m({attribute:!1})],T1.prototype,"label",2),d([m({attribute:!1})],T1.prototype,"valueText",2),T1=d([S("plex-connection-scrubber")],T1);var LH=["local","remote","relay","offline"];function v3(V,H,C){if(!(C>H))return[];let L=oH(eH(V,C),V.gaps??[]),e=L.map(({at:M,type:o,change:A},v)=>({from:Math.max(M,H),to:Math.min(L[v+1]?.at??C,C),type:o,change:A})),r=L[0]?.at??C;return r>H&&e.unshift({from:H,to:Math.min(r,C),type:null,change:null}),aH(e.filter(M=>M.to>M.from))}function eH(V,H){let C=tH(rH(V.history),V.changes),L=C.at(-1);if(L?.type!==V.current){let e=Date.parse(V.since??""),r=Math.max(Number.isFinite(e)?e:H,L?.at??Number.NEGATIVE_INFINITY);C.push({at:r,type:V.current,change:null})}return C}function rH(V){return V.map(({s:H,lu:C,lc:L})=>({at:1e3*(L??C),type:LH.includes(H)?H:null,change:null})).filter(({at:H})=>Number.isFinite(H)).sort(i9).filter(t9).filter((H,C,L)=>!MH(H,L[C-1],L[C+1])).filter(t9)}function t9({type:V},H,C){return V!==C[H-1]?.type||H===0}function MH({at:V,type:H},C,L){return H===null&&!!C&&!!L&&L.at-V<=6e4}function tH(V,H){let C=V.map(L=>({...L}));for(let L of H){let e=Date.parse(L.at);if(!Number.isFinite(e))continue;let r=L.from===L.to?void 0:iH(C,e,L.to);r?r.change=L:C.push({at:e,type:L.to,change:L})}return C.sort(i9)}function iH(V,H,C){let L;for(let e of V){let r=Math.abs(e.at-H);e.type===C&&!e.change&&r<=15e3&&(!L||r<Math.abs(L.at-H))&&(L=e)}return L}function oH(V,H){let C=[...V];for(let L of H){let[e,r]=[Date.parse(L.from),Date.parse(L.to)],M=C[0]?.at??Number.POSITIVE_INFINITY;if(!(r>e)||r<=M)continue;let o=C.findLast(({at:A})=>A<=r);C=[...C.filter(({at:A})=>A<e),{at:e,type:null,change:null},{at:r,type:o?.type??null,change:null},...C.filter(({at:A})=>A>r)]}return C}function aH(V){let H=[];for(let C of V){let L=H.at(-1);L&&L.type===C.type&&!C.change?L.to=C.to:H.push({...C})}return H}function i9(V,H){return V.at-H.at}var t1,C1,p5,H1,o9,O0,a9,A9,n9,R1=class extends u{constructor(){super(...arguments);l(this,H1);this.history=null;this.selected=null;l(this,t1,[]);l(this,C1,0);l(this,p5)}connectedCallback(){super.connectedCallback(),g(this,p5,B2(()=>a(this,H1,o9).call(this)))}disconnectedCallback(){var C;super.disconnectedCallback(),(C=i(this,p5))==null||C.call(this)}willUpdate(){let{connection_type:C,since:L,gaps:e}=this.server,r=this.history??[];g(this,C1,P()),g(this,t1,v3({history:r,changes:[],current:C,since:L,gaps:e},i(this,C1)-864e5,i(this,C1)))}render(){if(this.history===null)return t`<div class="day"><div class="bar loading"></div></div>`;let{host:C}=this,L={from:i(this,C1)-864e5,to:i(this,C1)},e=i(this,H1,O0);return t`<div class="day">
        <plex-connection-scrubber
          .count=${i(this,t1).length}
          .index=${this.selected}
          .label=${a(this,H1,A9).call(this)}
          .valueText=${v2(C,e??i(this,t1).at(-1)??null)}
          @scrub=${a(this,H1,n9)}
        >
          ${p3(i(this,t1),L,{shown:e})}
        </plex-connection-scrubber>
        ${a(this,H1,a9).call(this)}
      </div>
      <div class="bubble" popover="manual" aria-hidden="true">
        ${e?v2(C,e):n}
      </div>`}updated(){let C=this.renderRoot.querySelector(".bubble"),L=this.renderRoot.querySelector(".bar"),e=i(this,H1,O0);if(!C||!L||!e){U5(C);return}let{left:r,width:M,top:o,bottom:A}=L.getBoundingClientRect(),v=a1((e.from+e.to)/2,i(this,C1)-864e5,i(this,C1)),h=r+M*v/1e3;W5(C,{left:h,width:0,top:o,bottom:A})}};t1=new WeakMap,C1=new WeakMap,p5=new WeakMap,H1=new WeakSet,o9=function(){Math.abs(P()-i(this,C1))>=6e4&&this.requestUpdate()},O0=function(){return this.selected===null?null:i(this,t1)[this.selected]??null},a9=function(){let{text:C,format:L}=this.host,e=d5(i(this,t1));return e===null?n:t`<span class="uptime" aria-hidden="true">
          ${C("panel_uptime",{percent:L.percent(e)})}
        </span>`},A9=function(){let{text:C,format:L}=this.host,e=d5(i(this,t1)),r=M9(this.host,i(this,t1));return C(e===null?"panel_day_unknown":"panel_day_summary",{lengths:r,uptime:e===null?"":C("panel_uptime",{percent:L.percent(e)})})},n9=function({detail:C}){if(C===null)this.selected=null;else if("index"in C)this.selected=C.index;else{let L={from:i(this,C1)-864e5,to:i(this,C1)};this.selected=m3(i(this,t1),L,C.share)}},R1.styles=[f,T,G5,l3,p`
      :host {
        display: block;
      }
      .day {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 16px;
      }
      plex-connection-scrubber,
      .loading {
        flex: 1;
        min-width: 0;
      }
      .bar {
        height: 10px;
        border-radius: 5px;
      }
      .loading {
        background: color-mix(in srgb, var(--divider-color, #e0e0e0) 70%, transparent);
      }
      .uptime {
        flex: none;
        font-size: var(--ha-font-size-s, 12px);
        line-height: 16px;
        font-variant-numeric: tabular-nums;
      }
    `],d([m({attribute:!1})],R1.prototype,"host",2),d([m({attribute:!1})],R1.prototype,"server",2),d([m({attribute:!1})],R1.prototype,"history",2),d([B()],R1.prototype,"selected",2),R1=d([S("plex-connection-day-strip")],R1);var AH=/(`[^`]+`|\*[^*]+\*)/;function x3(V){return V.split(AH).map((H,C)=>{if(C%2===0)return H;let L=H.slice(1,-1);return H.startsWith("`")?t`<code dir="ltr">${L}</code>`:t`<em>${L}</em>`})}function d9({text:V},H){return V(`problem_what_${H}`)||V("problem_what_not_known")}function p9(V,H){return H.map(C=>V.text(`problem_fact_${C.key}`,{address:C.address??"",value:nH(V,C)})).filter(C=>C!=="")}function nH({format:V},{key:H,value:C}){if(C===null||H!=="certificate_ends")return C??"";let L=new Date(`${C}T12:00:00Z`);return Number.isNaN(L.getTime())?C:V.day(L)}function u3({text:V},H,C){let{connection_type:L,starting:e,refused:r}=H;return L?(L!=="offline"||(e||r)?V(`problem_effect_${e?"starting":r?"access_refused":C}`):"")||V(`problem_effect_${L}`):""}function c3({text:V},H){return V(`problem_next_${H}`)||V("problem_next_not_known")}var U,m9,l9,s9,Z3,v9,x9,B1=class extends u{constructor(){super(...arguments);l(this,U);this.history=null;this.isFirst=!1}render(){let{host:C,server:L}=this,e=q5(C,L);return t`<div class="card tile ${k2(L)} ${o1(K(L))}">
      <div class="inner">
        <div class="head">
          <span class="circle">${c(e1(L.connection_type))}</span>
          <div class="who">
            <h3>
              <a href=${V3(L)} @click=${N}>
                <bdi>${L.name}</bdi>
              </a>
            </h3>
            <span>${a(this,U,m9).call(this)}</span>
          </div>
          ${a(this,U,v9).call(this)}
        </div>
        ${H3(C,L)} ${a(this,U,l9).call(this)} ${a(this,U,s9).call(this)}
        ${e.length>0?t`<ul class="badges">${e}</ul>`:n}
      </div>
    </div>`}};U=new WeakSet,m9=function(){let{host:C,server:L}=this,e=I1(C.text,L);return L.suspected?`${e} · ${C.text("panel_suspected")}`:e},l9=function(){let{host:C,server:L}=this,e=L1(L);if(!e)return n;let M=L.connection_type==="offline"?"":u3(C,L,e);return t`${M?t`<p class="effect">${M}</p>`:n}
      <p class="next">${x3(c3(C,e))}</p>`},s9=function(){let{host:C,server:L}=this,e=M=>a(this,U,Z3).call(this,C.text(`panel_${M}`),M),r=t`<dt>${a(this,U,Z3).call(this,C.text("panel_server_day"),"day")}</dt>
      <dd>
        <plex-connection-day-strip
          .host=${C}
          .server=${L}
          .history=${this.history}
        ></plex-connection-day-strip>
      </dd>`;return J5(C,L,e,r)},Z3=function(C,L){return W(this.host,C,L,{isTabStop:this.isFirst})},v9=function(){let{host:C,server:L}=this;return t`<div class="latency">
      <span class="now">
        ${a(this,U,Z3).call(this,t`<span class="visually-hidden">${C.text("panel_latency")}</span>
            <bdi class="number">${a(this,U,x9).call(this)}</bdi>`,"latency")}
      </span>
      ${y2(L.recent_ms)}
      <span class="visually-hidden">${b2(C,L.recent_ms,L.latency_ms)}</span>
    </div>`},x9=function(){let{latency_ms:C}=this.server;return C===null?"–":this.host.format.milliseconds(C)},B1.styles=[f,T,P2,j5,C3,w2,L4,p`
      :host {
        display: block;
      }
      .effect,
      .next {
        margin: -4px 0 0;
        padding-inline-start: 36px;
        line-height: 20px;
        overflow-wrap: anywhere;
      }
      /* Above the link that covers the tile. */
      plex-connection-hint,
      plex-connection-day-strip {
        position: relative;
        z-index: 1;
      }
      .severity-warning,
      .severity-error {
        border-color: var(--severity-color);
      }
    `],d([m({attribute:!1})],B1.prototype,"host",2),d([m({attribute:!1})],B1.prototype,"server",2),d([m({attribute:!1})],B1.prototype,"history",2),d([m({attribute:!1})],B1.prototype,"isFirst",2),B1=d([S("plex-connection-server-tile")],B1);var u9=u0,m5,k,b0,S9,w0,h9,f9,l5,g9,O9,y9,b9,w9,P1=class extends u{constructor(){super(...arguments);l(this,k);this.narrow=!1;this.filter=u9;l(this,m5,new o3(this));l(this,l5,C=>{u9=C,this.filter=C})}willUpdate(){i(this,m5).use(this.host,this.overview.servers)}render(){return t`
      <div role="status" class="notices">${a(this,k,S9).call(this)}</div>
      ${this.overview.isKnown?a(this,k,f9).call(this):a(this,k,h9).call(this)}
    `}};m5=new WeakMap,k=new WeakSet,b0=function(){return this.host.connected&&this.overview.state.kind==="live"},S9=function(){let{host:C,overview:L}=this;return C.connected?L.state.kind==="lost"?y0("waiting",C.text("panel_notice_starting")):L.state.kind==="refused"&&!L.isKnown?t`<span class="visually-hidden">${C.text("panel_refused")}</span>`:L.state.kind==="refused"?y0("alert",a(this,k,w0).call(this,L.state.message)):n:y0("away",C.text("panel_notice_away"))},w0=function(C){return this.host.text("panel_refused_why",{reason:C.replace(/\.$/,"")})},h9=function(){let{host:C,overview:L}=this;if(L.state.kind==="refused"){let e=a(this,k,w0).call(this,L.state.message);return c9(J("failed",C.text("panel_refused"),e))}return A3(C.text("panel_loading"))},f9=function(){let{accounts:C}=this.overview;return C.length===0?a(this,k,g9).call(this):t`<div class="page known ${i(this,k,b0)?"":"stale"}">
      ${Y4(this.host,this.overview.servers)}
      ${q4(this.host,this.overview.servers,this.filter,i(this,l5))}
      ${j(C,L=>L.entry_id,L=>a(this,k,y9).call(this,L))}
      ${a(this,k,O9).call(this)}
    </div>`},l5=new WeakMap,g9=function(){let{text:C,isAdmin:L}=this.host;return c9(J("account",C("panel_no_account"),C(L?"panel_no_account_why":"panel_no_account_ask"),L?Z9(I5,C("panel_add_account")):n))},O9=function(){let{host:C,overview:L,filter:e}=this,{servers:r}=L;return r.length===0||a3(r,e).length>0?n:J("search",C.text("panel_nothing_fits"),C.text("panel_nothing_fits_why",{count:C.format.number(r.length)}),t`<button type="button" @click=${()=>i(this,l5).call(this,u0)}>
        ${C.text("panel_show_all")}
      </button>`)},y9=function(C){let{host:L,overview:e}=this,r=e.servers.filter(M=>M.entry_id===C.entry_id);return t`<section aria-label=${C.title}>
      <plex-connection-account-line
        .host=${L}
        .account=${C}
        .live=${i(this,k,b0)}
      ></plex-connection-account-line>
      ${r.length>0?a(this,k,b9).call(this,r):a(this,k,w9).call(this,C)}
    </section>`},b9=function(C){let[L]=a3(this.overview.servers,this.filter);return t`<ul class="grid">
      ${j(a3(C,this.filter),Y,e=>t`<li>
          <plex-connection-server-tile
            .host=${this.host}
            .server=${e}
            .history=${i(this,m5).of(e)}
            .isFirst=${e===L}
          ></plex-connection-server-tile>
        </li>`)}
    </ul>`},w9=function(C){let{text:L,isAdmin:e}=this.host;return C.state!=="loaded"?n:J("offline",L("panel_no_servers"),L("panel_no_servers_why"),e?Z9(N5,L("panel_link_integration")):n)},P1.styles=[f,n3,M3,j4,X4,p`
      :host {
        display: block;
      }
      .known,
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 8px;
      }
      .known {
        gap: 16px;
      }
      .grid li {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
      }
      /* Possibly outdated content is gray, but stays readable. */
      .stale {
        filter: grayscale(1);
        opacity: 0.9;
      }
      .notices {
        max-width: 1400px;
        margin: 0 auto;
        padding-inline: 16px;
      }
      :host([narrow]) .notices {
        padding-inline: 8px;
      }
      .notice {
        display: flex;
        align-items: center;
        gap: 12px;
        margin-block-start: 16px;
        padding: 12px 16px;
      }
      .notice .icon {
        color: var(--warning-color, #ffa600);
      }
      .action {
        display: inline-flex;
        align-items: center;
        min-height: 40px;
        padding: 0 16px;
        border-radius: var(--ha-border-radius-pill, 9999px);
        background: color-mix(in srgb, var(--primary-color, #009ac7) 15%, transparent);
        color: var(--primary-text-color, #141414);
        font-weight: var(--ha-font-weight-medium, 500);
        text-decoration: none;
      }
      .action:hover {
        background: color-mix(in srgb, var(--primary-color, #009ac7) 25%, transparent);
      }
    `],d([m({attribute:!1})],P1.prototype,"host",2),d([m({attribute:!1})],P1.prototype,"overview",2),d([m({type:Boolean,reflect:!0})],P1.prototype,"narrow",2),d([B()],P1.prototype,"filter",2),P1=d([S("plex-connection-overview-page")],P1);function c9(V){return t`<div class="page">${V}</div>`}function y0(V,H){return t`<div class="card notice">${c(V)}<span>${H}</span></div>`}function Z9(V,H){return t`<a class="action" href=${V} @click=${N}>${H}</a>`}var k9=["connect","tls","answer"];function k0(V){return V?[["connect",V.warm?null:V.connect_ms],["tls",V.warm?null:V.tls_ms],["answer",V.latency_ms]].flatMap(([C,L])=>L!==null&&Number.isFinite(L)&&L>=0?[{phase:C,ms:L}]:[]):[]}function T0(V){return V.reduce((H,{ms:C})=>H+C,0)}function T9(V){let H=0;for(let C of V)H=Math.max(H,T0(k0(C)));return H>0?H:1}function R9(V,H,C){let L=k0(H);if(L.length===0)return n;let e=r=>`width:${Math.min(100,100*r/C).toFixed(2)}%`;return t`<div class="phases">
    <div class="bar" dir="ltr" aria-hidden="true">
      ${L.map(({phase:r,ms:M})=>t`<span class=${r} style=${e(M)}></span>`)}
    </div>
    <div class="numbers">
      ${L.map(({phase:r,ms:M})=>t`<span>${B9(V,r)}
            <span class="number">${V.format.milliseconds(M)}</span></span>`)}
      ${L.length>1?t`<span>${V.text("panel_server_phase_total")}
              <span class="number">${V.format.milliseconds(T0(L))}</span></span>`:n}
    </div>
  </div>`}function B9(V,H){return V.text(`panel_server_phase_${H}`)}function P9(V){return t`<ul class="legend phase-legend">
    ${k9.map(H=>t`<li><span class="dot ${H}"></span>${B9(V,H)}</li>`)}
  </ul>`}var _9=p`
  .phases .bar {
    display: flex;
    gap: 1px;
    height: 6px;
    border-radius: 3px;
    overflow: hidden;
    background: color-mix(in srgb, var(--divider-color, #e0e0e0) 60%, transparent);
  }
  .phases .bar span {
    flex: none;
    min-width: 2px;
    transition: width 180ms ease-in-out;
  }
  .connect {
    background: var(--accent-color, #ff9800);
  }
  .tls {
    background: var(--purple-color, #926bc7);
  }
  .answer {
    background: var(--primary-color, #009ac7);
  }
  .phases .numbers {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    color: var(--secondary-text-color, #5e5e5e);
    font-size: var(--ha-font-size-s, 12px);
  }
`;var R0={kind:"idle",waiting:new Set,attempts:new Map,done:0,total:0,working:0,finishedAt:0,message:""},S3=class{constructor(H){this.state=R0;this.#L=0;this.#r=()=>{let H=this.#H;H&&this.isRunning&&(this.#V=void 0,this.#t(H,null))};this.#e=H,H.addController(this)}#e;#C;#V;#H;#L;hostConnected(){}hostDisconnected(){this.reset()}get isRunning(){return this.state.kind==="running"}isWaitingFor(H){return this.isRunning&&this.state.waiting.has(H)}async start(H,C){if(this.isRunning)return;this.#L+=1;let L=this.#L;this.#i({...R0,kind:"running"}),this.#C=H.connection,this.#C.addEventListener("disconnected",this.#r),this.#H=H;try{let e=await H.connection.subscribeMessage(r=>L===this.#L&&this.#M(H,r),{type:D.testConnections,...C},{resubscribe:!1});L===this.#L&&this.isRunning?this.#V=e:r5(e)}catch(e){L===this.#L&&this.#t(H,e)}}dropReported(H){let C=new Map(H?.candidates.map(e=>[e.url,e])),L=[...this.state.attempts].filter(([e,r])=>{let M=C.get(e);return M&&B0(r,M.last_attempt)});L.length<this.state.attempts.size&&this.#i({...this.state,attempts:new Map(L)})}stop(){this.isRunning&&this.#a("stopped")}reset(){this.stop(),this.#i(R0)}#r;#M(H,C){let{state:L}=this;if(L.kind==="running")switch(C.event){case"started":this.#i({...L,waiting:new Set(C.urls),total:C.urls.length});break;case"attempt":this.#o(C.attempt,C);break;case"finished":this.#i({...L,total:C.tested,working:C.working,finishedAt:P()}),this.#a("finished");break;case"failed":this.#t(H,C);break}}#o(H,{done:C,total:L}){let e=new Set(this.state.waiting);e.delete(H.url);let r=new Map(this.state.attempts).set(H.url,H);this.#i({...this.state,waiting:e,attempts:r,done:C,total:L})}async#t(H,C){let L=this.#a("failed"),e=await l0(H,C);L===this.#L&&this.state.kind==="failed"&&this.#i({...this.state,message:e})}#a(H){this.#L+=1,this.#C?.removeEventListener("disconnected",this.#r);let C=this.#V;return this.#V=void 0,C&&r5(C),this.#i({...this.state,kind:H}),this.#L}#i(H){this.state=H,this.#e.requestUpdate()}};function B0(V,H){return!H||Date.parse(V.at)>Date.parse(H.at)}function F9(V,H,C){return V.text(`panel_outcome_${H}`,{time:V.format.milliseconds(1e3*C)})||V.text("panel_outcome_unknown")}function $9(V,H){return V.text(`panel_rejected_${H}`)||V.text("panel_rejected_unknown")}function h3(V){if(V.explain_only)return"looked_at";let H=V.last_attempt?.outcome;return H==="unauthorized"?"refused":H==="starting"?"starting":V.breaker!=="closed"?V.breaker==="half_open"?"retried":Number.isFinite(E9(V))?"resting":"fails":H===void 0?"not_asked":H==="ok"?"works":"fails"}function E9({backoff_until:V}){return Date.parse(V??"")}function P0(V,H){let C=h3(H);return C==="resting"?V.text("panel_server_state_resting_until",{time:V.format.time(new Date(E9(H)),!0)}):C==="refused"?V.text("panel_type_refused"):C==="starting"?V.text("panel_badge_starting"):V.text(`panel_server_state_${C}`)}var D9={works:"ok",refused:"alert",starting:"waiting",fails:"failed",resting:"waiting",retried:"waiting",not_asked:"unknown",looked_at:"info"},dH=new Set(["address_of_app","address_of_container","address_on_bridge"]);function f3(V,H){let C=H.state.attempts.get(V.url),L=V.last_attempt;return C&&B0(C,L)?C:L}function pH(V,H){let C=f3(V,H);return C!==V.last_attempt?{...V,breaker:"closed",backoff_until:null,failure_count:0,last_attempt:C}:V}function N9(V,{host:H,test:C,scale:L,facts:e,pinButton:r}){let M=pH(V,C),o=C.isWaitingFor(V.url),A=h3(M)==="works";return t`<li
    class="candidate type-${V.type} ${V.explain_only?"explain":""}"
    aria-busy=${o?"true":"false"}
  >
    <span class="kind ${A?"":"off"}">${c(e1(V.type))}</span>
    <div class="body">
      ${mH(H,M)}
      <div class="small state">${sH(H,M,e)}</div>
      ${o?vH(H):xH(H,M,L)}
    </div>
    ${r}
  </li>`}function mH(V,H){let C=[H.role?`panel_server_role_${H.role}`:null,H.pinned?"panel_badge_pinned":null].filter(L=>L!==null);return t`<div class="name">
      <span class="address">${H.address}</span>
      ${C.map(L=>t`<span class="chip">${V.text(L)}</span>`)}
    </div>
    ${H.host?t`<div class="small secondary host" title=${H.host}>
            <span class="address">${H.host}</span>
          </div>`:n}`}function lH({text:V},{address:H,type:C},L){let e=L.some(r=>dH.has(r.key)&&r.address&&H.endsWith(r.address));return V(`panel_server_place_${e?"container":C}`)}function sH(V,H,C){let{text:L,format:e}=V,r=h3(H);return t`<span>${lH(V,H,C)}</span>
    <span class="status ${r}">
      ${c(D9[r])}${D9[r]==="waiting"&&r!=="starting"?W(V,P0(V,H),"pause"):P0(V,H)}
    </span>
    ${H.failure_count>0?t`<span class="secondary">
            ${W(V,L("panel_server_failures",{count:e.number(H.failure_count)}),"failures")}
          </span>`:n}`}function vH(V){return t`<div class="small waiting">
    <span class="spinner" aria-hidden="true"></span>${V.text("panel_server_waiting")}
  </div>`}function xH(V,{last_attempt:H,budget_s:C},L){if(!H)return n;let e=H.detail?` (${H.detail})`:"",r=H.warm?` · ${V.text("panel_server_warm")}`:"";return t`<div class="small secondary">
      ${F9(V,H.outcome,C)}${e} · ${p1(V,H.at)}${r}
    </div>
    ${R9(V,H,L)}`}var I9=p`
  .candidates,
  .rejected {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .candidate {
    display: flex;
    align-items: flex-start;
    gap: 12px;
    padding-block: 12px;
    border-block-start: 1px solid var(--divider-color, #e0e0e0);
  }
  .candidates > .candidate:first-child {
    border-block-start: none;
  }
  .kind {
    flex: none;
    color: var(--type-color);
  }
  /* Only a working address has the color of its type. */
  .kind.off {
    color: var(--secondary-text-color, #5e5e5e);
  }
  .body {
    flex: 1;
    min-width: 0;
  }
  .name {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 8px;
  }
  .host {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .state,
  .waiting {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 8px;
  }
  .waiting .spinner {
    width: 14px;
    height: 14px;
  }
  .status {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .status .icon {
    width: 16px;
    height: 16px;
    fill: var(--secondary-text-color, #5e5e5e);
  }
  .status.works .icon {
    fill: var(--success-color, #43a047);
  }
  .status.refused .icon {
    fill: var(--warning-color, #ffa600);
  }
  .status.fails .icon {
    fill: var(--error-color, #db4437);
  }
  .phases {
    margin-block-start: 4px;
  }
  .brief .host,
  .brief .phases,
  .brief .explain {
    display: none;
  }
`;var _1,E2,W9,U9,v1=class extends u{constructor(){super(...arguments);l(this,E2);this.heading="";this.message="";this.yes="";this.no="";l(this,_1)}async ask(){var C;return await this.updateComplete,(C=i(this,_1))==null||C.call(this,!1),this.dialog.open||(this.dialog.returnValue="",this.dialog.showModal()),new Promise(L=>{g(this,_1,L)})}disconnectedCallback(){var C;super.disconnectedCallback(),(C=i(this,_1))==null||C.call(this,!1),g(this,_1,void 0)}render(){return t`<dialog
      aria-labelledby="heading"
      aria-describedby="message"
      @close=${a(this,E2,W9)}
      @click=${a(this,E2,U9)}
    >
      <form method="dialog">
        <h2 id="heading">${this.heading}</h2>
        <p id="message">${this.message}</p>
        <div class="buttons">
          <button class="plain" value="no" autofocus>${this.no}</button>
          <button class="danger" value="yes">${this.yes}</button>
        </div>
      </form>
    </dialog>`}};_1=new WeakMap,E2=new WeakSet,W9=function(){var C;this.dialog.open||((C=i(this,_1))==null||C.call(this,this.dialog.returnValue==="yes"),g(this,_1,void 0))},U9=function(C){C.target===this.dialog&&this.dialog.close()},v1.styles=[f,p`
      dialog {
        width: min(560px, calc(100vw - 32px));
        padding: 0;
        border: none;
        border-radius: var(--ha-dialog-border-radius, 24px);
        background: var(
          --ha-dialog-surface-background,
          var(--card-background-color, #fff)
        );
        color: inherit;
        box-shadow: 0 8px 32px rgb(0 0 0 / 40%);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 50%);
      }
      form {
        padding: 24px;
      }
      p {
        margin: 16px 0 24px;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 8px;
      }
    `],d([m({attribute:!1})],v1.prototype,"heading",2),d([m({attribute:!1})],v1.prototype,"message",2),d([m({attribute:!1})],v1.prototype,"yes",2),d([m({attribute:!1})],v1.prototype,"no",2),d([A2("dialog")],v1.prototype,"dialog",2),v1=d([S("plex-connection-confirm-dialog")],v1);var F=p`
  :host {
    display: block;
    min-width: 0;
  }
  .card {
    padding: 16px;
  }
  .heading {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
    min-height: 32px;
    margin-block-end: 8px;
  }
  p {
    margin: 0;
  }
  a {
    /* Home Assistant's color of links is too pale to be read on white. */
    color: inherit;
  }
  .number {
    /* "12 ms" is left to right if its unit is in Latin letters. */
    unicode-bidi: plaintext;
  }
  .small {
    font-size: var(--ha-font-size-s, 12px);
  }
  .message {
    margin-block-start: 8px;
  }
  .dot {
    display: inline-block;
    width: 10px;
    height: 10px;
    flex: none;
    border-radius: 50%;
    background: var(--type-color);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    margin: 8px 0 0;
    padding: 0;
    list-style: none;
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color, #5e5e5e);
  }
  .legend li {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .chip {
    display: inline-block;
    padding: 0 8px;
    border-radius: var(--ha-border-radius-pill, 9999px);
    background: color-mix(
      in srgb,
      var(--secondary-text-color, #5e5e5e) 15%,
      transparent
    );
    font-size: var(--ha-font-size-s, 12px);
    white-space: nowrap;
  }
  summary {
    padding-block: 8px;
    cursor: pointer;
    border-radius: var(--ha-border-radius-sm, 4px);
  }
`;var x2,G,G9,z9,Q9,K9,q9,j9,Y9,V1=class extends u{constructor(){super(...arguments);l(this,G);this.hasDetails=!1;this.requested=null;this.unconfirmed="";l(this,x2,new M1(this))}render(){let{host:C,server:L,test:e}=this,{candidates:r}=L,M=T9(r.map(A=>f3(A,e))),o=C.isAdmin&&r.some(A=>A.pinnable);return t`<section class="card" aria-labelledby="heading">
      <div class="heading">
        <h2 id="heading">${C.text("panel_server_candidates")}</h2>
        ${r.length>0?a(this,G,G9).call(this):n}
      </div>
      ${this.hasDetails?P9(C):n}
      <ul class="candidates ${this.hasDetails?"":"brief"}">
        ${j(r,({url:A})=>A,A=>N9(A,{host:C,test:e,scale:M,facts:L.facts,pinButton:o?a(this,G,z9).call(this,A):n}))}
      </ul>
      ${r.length===0?t`<p class="secondary">${C.text("panel_server_no_candidates")}</p>`:n}
      <div role="status">${a(this,G,j9).call(this)}</div>
      ${o?t`<p class="small secondary message">${C.text("panel_server_pin_means")}</p>`:n}
      ${a(this,G,Y9).call(this)} ${o?a(this,G,q9).call(this):n}
    </section>`}};x2=new WeakMap,G=new WeakSet,G9=function(){return t`<button
      type="button"
      class="plain details"
      aria-expanded=${this.hasDetails?"true":"false"}
      @click=${()=>{this.hasDetails=!this.hasDetails}}
    >
      ${c("chevron")}<span>${this.host.text("panel_server_details")}</span>
    </button>`},z9=function(C){let{text:L,connected:e}=this.host;if(!C.pinnable&&!C.pinned)return t`<span class="no-pin"></span>`;let r=this.requested?.url===C.url&&i(this,x2).isRunning,M=!e||i(this,x2).isRunning;return t`<button
      type="button"
      class="plain round command"
      aria-pressed=${C.pinned?"true":"false"}
      aria-busy=${r?"true":"false"}
      aria-disabled=${M?"true":n}
      aria-label=${L("panel_action_pin",{address:C.address})}
      title=${L(C.pinned?"panel_action_unpin":"panel_action_pin_short")}
      @click=${()=>M||void a(this,G,Q9).call(this,C)}
    >
      ${r?t`<span class="spinner" aria-hidden="true"></span>`:c(C.pinned?"pinned":"pin")}
    </button>`},Q9=async function(C){let{entry_id:L,server_id:e}=this.server;!C.pinned&&a(this,G,K9).call(this,C)&&(this.unconfirmed=C.address,!await this.dialog.ask())||(this.requested={url:C.url,isPinned:!C.pinned},i(this,x2).run(this.host,{type:D.pin,entry_id:L,server_id:e,url:C.pinned?null:C.url}))},K9=function(C){let L=f3(C,this.test);return L!==null&&L.outcome!=="ok"},q9=function(){let{text:C}=this.host;return t`<plex-connection-confirm-dialog
      .heading=${C("panel_action_pin_failing_title",{address:this.unconfirmed})}
      .message=${C("panel_action_pin_failing_text",{name:this.server.name})}
      .yes=${C("panel_action_pin_short")}
      .no=${C("panel_action_cancel")}
    ></plex-connection-confirm-dialog>`},j9=function(){let{state:C}=i(this,x2),{requested:L}=this;if(C.kind==="failed")return t`<p class="message">${C.message}</p>`;let e=this.server.candidates.find(M=>M.pinned)?.url,r=L?.isPinned?e===L.url:e===void 0;return C.kind==="done"&&L&&r?t`<p class="message">
          ${this.host.text(`panel_action_${L.isPinned?"pinned":"unpinned"}`)}
        </p>`:n},Y9=function(){let{rejected:C}=this.server;if(C.length===0)return n;let{text:L,format:e}=this.host;return t`<details>
      <summary>
        ${L("panel_server_rejected",{count:e.number(C.length)})}
      </summary>
      <ul class="rejected">
        ${C.map(({address:r,reason:M})=>t`<li>
            <span class="address">${r}</span>
            <span class="small secondary">${$9(this.host,M)}</span>
          </li>`)}
      </ul>
    </details>`},V1.styles=[f,T,G1,F,_9,I9,p`
      .phase-legend {
        margin: 0;
      }
      .details {
        padding-inline: 8px 12px;
      }
      .details .icon {
        transition: transform 180ms ease-in-out;
      }
      .details[aria-expanded="true"] .icon {
        transform: rotate(90deg);
      }
      .no-pin {
        width: 40px;
        flex: none;
      }
      .candidate button {
        color: var(--secondary-text-color, #5e5e5e);
      }
      button[aria-pressed="true"] {
        background: color-mix(in srgb, var(--primary-color, #009ac7) 20%, transparent);
      }
      .rejected li {
        display: flex;
        flex-wrap: wrap;
        gap: 0 12px;
        padding-block: 4px;
      }
    `],d([m({attribute:!1})],V1.prototype,"host",2),d([m({attribute:!1})],V1.prototype,"server",2),d([m({attribute:!1})],V1.prototype,"test",2),d([m({attribute:!1})],V1.prototype,"testState",2),d([B()],V1.prototype,"hasDetails",2),d([B()],V1.prototype,"requested",2),d([B()],V1.prototype,"unconfirmed",2),d([A2("plex-connection-confirm-dialog")],V1.prototype,"dialog",2),V1=d([S("plex-connection-candidate-list")],V1);var X9=10,j1,J9,C6,H6,q1=class extends u{constructor(){super(...arguments);l(this,j1);this.showsAll=!1}render(){let{text:C,format:L}=this.host,{changes:e}=this.server,r=this.showsAll?e:e.slice(0,X9);return t`<section class="card" aria-labelledby="heading">
      <div class="heading"><h2 id="heading">${C("panel_server_changes")}</h2></div>
      ${e.length===0?t`<p class="secondary">${C("panel_server_no_changes")}</p>`:n}
      <ol>
        ${j(r,cH,M=>a(this,j1,C6).call(this,M))}
      </ol>
      ${e.length>X9?t`<button
              type="button"
              class="plain"
              aria-expanded=${this.showsAll?"true":"false"}
              @click=${a(this,j1,J9)}
            >
              ${this.showsAll?C("panel_server_show_less"):C("panel_server_show_all",{count:L.number(e.length)})}
            </button>`:n}
    </section>`}};j1=new WeakSet,J9=function(){this.showsAll=!this.showsAll},C6=function(C){let{host:L}=this,{text:e,format:r}=L,M=uH(C);return t`<li class="type-${C.to}">
      <span class="kind">${c(e1(C.to))}</span>
      <div class="body">
        <div class="what">
          <span>${a(this,j1,H6).call(this,C)}</span>
          <span class="small secondary when">
            ${p1(L,C.at)} · ${r.dateTime(new Date(C.at))}
          </span>
        </div>
        <div class="small secondary">
          ${T2(e,C.reason,C.to)} ·
          ${e("panel_server_took",{time:r.milliseconds(C.duration_ms)})}
        </div>
        ${M?t`<div class="small secondary address">${M}</div>`:n}
      </div>
    </li>`},H6=function({from:C,to:L}){let{text:e}=this.host;return C===null?E(e,L):C===L?e("panel_server_changed_address",{type:E(e,L)}):e("panel_server_changed",{from:E(e,C),to:E(e,L)})},q1.styles=[f,T,F,p`
      ol {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        gap: 12px;
        padding-block: 8px;
        border-block-start: 1px solid var(--divider-color, #e0e0e0);
      }
      li:first-child {
        border-block-start: none;
      }
      .kind {
        color: var(--type-color);
      }
      .body {
        flex: 1;
        min-width: 0;
      }
      .what {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        justify-content: space-between;
        gap: 0 16px;
      }
    `],d([m({attribute:!1})],q1.prototype,"host",2),d([m({attribute:!1})],q1.prototype,"server",2),d([B()],q1.prototype,"showsAll",2),q1=d([S("plex-connection-change-list")],q1);function uH(V){let{to:H,chosen_address:C,to_address:L,from_address:e}=V;return C??L??(H==="offline"?e:null)}function cH({at:V,reason:H,to_address:C}){return`${V} ${H} ${C}`}var D2=class{constructor(H,C){this.hasFailed=!1;this.#H=null;this.#r=0;this.#M=0;this.#o=!1;this.#i=()=>{this.#r=Date.now()-3e5+1e4,this.#A()};this.#A=()=>{if(clearTimeout(this.#L),document.visibilityState==="hidden")return;let H=Date.now()-this.#r;H>=3e5||H<0?this.#d():this.#L=setTimeout(this.#A,3e5-H)};this.#e=H,this.#C=C,H.addController(this)}#e;#C;#V;#H;#L;#r;#M;#o;get isLoading(){return this.#H!==null&&this.value===void 0&&!this.hasFailed}use(H,C){H===this.#V&&C===this.#H||(this.#a(),this.#V=H,this.#H=C,this.#r=0,this.hasFailed=!1,C===null&&(this.value=void 0),this.#t())}hostConnected(){this.#o=!0,this.#t()}hostDisconnected(){this.#o=!1,this.#a()}#t(){this.#o&&this.#V&&this.#H!==null&&(this.#V.addEventListener("ready",this.#i),document.addEventListener("visibilitychange",this.#A),this.#A())}#a(){this.#M+=1,clearTimeout(this.#L),this.#V?.removeEventListener("ready",this.#i),document.removeEventListener("visibilitychange",this.#A)}#i;#A;async#d(){let{connection:H,key:C}={connection:this.#V,key:this.#H};if(!H||C===null)return;this.#r=Date.now(),this.#L=setTimeout(this.#A,3e5),this.#M+=1;let L=this.#M;try{let e=await this.#C(H,C);this.#n(L,()=>{this.value=e,this.hasFailed=!1})}catch{this.#n(L,()=>{this.hasFailed=!0,this.#r+=-27e4,this.#A()})}}#n(H,C){H===this.#M&&(C(),this.#e.requestUpdate())}};var V6=50;function g3(V,H){let C=V>=V6&&V<=1e3-V6;return t`<span style="left:${V/10}%">${C?H:n}</span>`}var O3=p`
  :host {
    container-type: inline-size;
  }
  .axis {
    position: relative;
    height: 24px;
    color: var(--secondary-text-color, #5e5e5e);
    font-size: var(--ha-font-size-s, 12px);
  }
  .axis span {
    position: absolute;
    padding-block-start: 6px;
    line-height: 18px;
    transform: translateX(-50%);
    white-space: nowrap;
  }
  .axis span::before {
    position: absolute;
    top: 0;
    left: 50%;
    height: 6px;
    border-left: 1px solid var(--secondary-text-color, #5e5e5e);
    content: "";
  }
  @container (max-width: 480px) {
    .axis span:nth-child(even) {
      display: none;
    }
  }
`;function y3(V){let{locale:H,config:C}=V.hass;return H.time_zone==="server"?C.time_zone:void 0}var ZH=[5*6e4,10*6e4,15*6e4,30*6e4,36e5,2*36e5,4*36e5,864e5,2*864e5,5*864e5],SH=7,hH=24;function w3(V){return ZH.find(H=>V/H<=SH)??V}function k3(V,H,C){return Math.max(H,Math.min(V,C-(C-H)/hH))}function L6(V,H){if(!H)return-6e4*new Date(V).getTimezoneOffset();let C=new Intl.DateTimeFormat("en-GB",{timeZone:H,hourCycle:"h23",year:"numeric",month:"numeric",day:"numeric",hour:"numeric",minute:"numeric",second:"numeric"}).formatToParts(V),L=r=>Number(C.find(M=>M.type===r)?.value??0);return Date.UTC(L("year"),L("month")-1,L("day"),L("hour"),L("minute"),L("second"))-1e3*Math.floor(V/1e3)}function T3(V,H,C,L){let e=[];if(!(H>V)||!(C>0)||(H-V)/C>1e3)return e;let r=L6(V,L),M=Math.ceil((V+r)/C)*C;for(let o=M;o-r<=H+36e5;o+=C){let A=o-L6(o-r,L);A>=V&&A<=H&&e.push(A)}return e}var fH=50,X1,s5,A1,n1,z,b,e6,r6,M6,F0,t6,i6,o6,a6,A6,n6,d6,Y1=class extends u{constructor(){super(...arguments);l(this,b);this.selected=null;l(this,X1,new D2(this,W4));l(this,s5);l(this,A1,[]);l(this,n1,0);l(this,z,0)}connectedCallback(){super.connectedCallback(),g(this,s5,B2(()=>a(this,b,e6).call(this)))}disconnectedCallback(){var C;super.disconnectedCallback(),(C=i(this,s5))==null||C.call(this)}willUpdate(){let{host:C,server:L}=this,e=L.entities.connection_type??null;i(this,X1).use(C.connection,a5(C.hass)?e:null),g(this,z,P());let{changes:r,connection_type:M,since:o,gaps:A}=L,h={history:i(this,X1).value??[],changes:r,current:M,since:o,gaps:A},s=v3(h,i(this,z)-864e5,i(this,z));g(this,n1,i(this,X1).isLoading?i(this,z)-864e5:k3(_0(s),i(this,z)-864e5,i(this,z))),g(this,A1,s.map(x=>({...x,from:Math.max(x.from,i(this,n1))})).filter(({from:x,to:Z})=>Z>x))}render(){let{text:C}=this.host,L=i(this,A1),e=this.selected===null?null:L[this.selected]??null;return t`<section class="card" aria-labelledby="heading">
      <div class="heading">
        <h2 id="heading">${a(this,b,r6).call(this)}</h2>
        ${a(this,b,M6).call(this)}
      </div>
      <plex-connection-scrubber
        .count=${L.length}
        .index=${this.selected}
        .label=${C("panel_server_day_slider")}
        .valueText=${v2(this.host,e??L.at(-1)??null)}
        @scrub=${a(this,b,d6)}
      >
        ${p3(L,i(this,b,F0),{shown:e,hasMarks:!0})}
      </plex-connection-scrubber>
      ${a(this,b,i6).call(this)}
      <p class="readout small">
        ${e?a(this,b,o6).call(this,e):C("panel_server_day_hint")}
      </p>
      ${a(this,b,a6).call(this)} ${a(this,b,A6).call(this)} ${a(this,b,n6).call(this)}
    </section>`}};X1=new WeakMap,s5=new WeakMap,A1=new WeakMap,n1=new WeakMap,z=new WeakMap,b=new WeakSet,e6=function(){Math.abs(P()-i(this,z))>=6e4&&this.requestUpdate()},r6=function(){let{text:C,format:L}=this.host;return i(this,n1)>i(this,z)-864e5?C("panel_server_day_since",{time:L.time(new Date(_0(i(this,A1))))}):C("panel_server_day")},M6=function(){let{host:C}=this,L=d5(i(this,A1));if(L===null)return n;let e=C.format.percent(L);return t`<span class="small">
      ${W(C,C.text("panel_uptime",{percent:e}),"uptime")}
    </span>`},F0=function(){return{from:i(this,n1),to:i(this,z)}},t6=function(C){return a1(C,i(this,n1),i(this,z))},i6=function(){let C=w3(i(this,z)-i(this,n1)),L=T3(i(this,n1),i(this,z),C,y3(this.host));return t`<div class="axis" dir="ltr" aria-hidden="true">
      ${L.map(e=>g3(a(this,b,t6).call(this,e),this.host.format.time(new Date(e))))}
    </div>`},o6=function(C){return t`<span class="dot type-${C.type??"unknown"}"></span>
      <span>${v2(this.host,C)}</span>`},a6=function(){let C=S0.filter(L=>i(this,A1).some(e=>e.type===L));return t`<ul class="legend">
      ${[...C.filter(L=>L),...C.filter(L=>!L)].map(L=>t`<li>
          <span class="dot type-${L??"unknown"}"></span>${n5(this.host,L)}
        </li>`)}
    </ul>`},A6=function(){let{host:C,server:L}=this,e=C.format.time(new Date(_0(i(this,A1)))),r=a5(C.hass)?L.entities.connection_type?i(this,X1).hasFailed&&!i(this,X1).value?"no_answer":i(this,n1)>i(this,z)-864e5?"before":null:"no_entity":"no_recorder",M=r&&C.text(`panel_server_day_${r}`,{time:e});return M?t`<p class="small secondary message">${M}</p>`:n},n6=function(){let C=i(this,A1).slice(-fH).reverse();return t`<details class="small">
      <summary>${this.host.text("panel_server_day_list")}</summary>
      <ol>
        ${C.map(L=>t`<li>${v2(this.host,L)}</li>`)}
      </ol>
    </details>`},d6=function(C){let{detail:L}=C;L===null?this.selected=null:"index"in L?this.selected=L.index:this.selected=m3(i(this,A1),i(this,b,F0),L.share)},Y1.styles=[f,T,F,O3,l3,p`
      .readout {
        display: flex;
        align-items: baseline;
        gap: 8px;
        min-height: 28px;
        padding-block-start: 4px;
      }
      ol {
        margin: 0;
        padding-inline-start: 24px;
      }
    `],d([m({attribute:!1})],Y1.prototype,"host",2),d([m({attribute:!1})],Y1.prototype,"server",2),d([B()],Y1.prototype,"selected",2),Y1=d([S("plex-connection-day-timeline")],Y1);function _0(V){return(V.find(({type:C})=>C!==null)??V[0])?.from??Number.NEGATIVE_INFINITY}var p6=["local","remote","relay","offline"],gH=86400;function OH(V){return V.reduce((H,C)=>Math.max(H,m6(C).reduce((L,[,e])=>L+e,0)),gH)}function m6(V){return p6.flatMap(H=>{let C=V.seconds[H]??0;return Number.isFinite(C)&&C>0?[[H,C]]:[]})}function yH(V,H){let C=new Date(`${H}T00:00:00Z`);return Number.isNaN(C.getTime())?H:new Intl.DateTimeFormat(V.hass.locale.language,{weekday:"short",day:"numeric",month:"short",timeZone:"UTC"}).format(C)}function l6(V,H){if(H.length===0)return n;let C=OH(H),L=p6.filter(e=>H.some(r=>(r.seconds[e]??0)>0));return t`<h3>${V.text("panel_server_days")}</h3>
    <ul class="days">
      ${j(H,({date:e})=>e,e=>bH(V,e,C))}
    </ul>
    <ul class="legend">
      ${L.map(e=>t`<li class="type-${e}">
          <span class="dot"></span>${E(V.text,e)}
        </li>`)}
    </ul>`}function bH(V,H,C){let L=m6(H),e=L.map(([r,M])=>`${E(V.text,r)} ${V.format.duration(M)}`).join(", ");return t`<li>
    <span class="date small">${yH(V,H.date)}</span>
    <div class="bar" dir="ltr" title=${e} aria-hidden="true">
      ${L.map(([r,M])=>t`<span
            class="type-${r}"
            style="width:${(100*M/C).toFixed(2)}%"
          ></span>`)}
    </div>
    <span class="visually-hidden">${e}</span>
    <span class="small secondary changes">
      ${V.text("panel_server_day_changes",{count:V.format.number(H.changes)})}
    </span>
  </li>`}var s6=p`
  h3 {
    margin: 24px 0 4px;
    font-size: var(--ha-font-size-m, 14px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .days {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .days li {
    display: grid;
    grid-template-columns: 88px 1fr minmax(72px, auto);
    align-items: center;
    gap: 8px;
    position: relative;
    min-height: 28px;
  }
  .days .bar {
    display: flex;
    height: 12px;
    border-radius: 6px;
    overflow: hidden;
    background: color-mix(in srgb, var(--divider-color, #e0e0e0) 60%, transparent);
  }
  .days .bar span {
    flex: none;
    min-width: 1px;
    background: var(--type-color);
  }
  .days .changes {
    text-align: end;
  }
`;var wH=new Set(["p50","p95","p99"]),J1,v6,x6,u6,u2=class extends u{constructor(){super(...arguments);l(this,J1)}render(){let{host:C,server:L}=this,{text:e}=C;return t`<section class="card" aria-labelledby="heading">
      <div class="heading"><h2 id="heading">${e("panel_server_figures")}</h2></div>
      <dl>
        ${a(this,J1,x6).call(this).map(([r,M])=>t`<div>
              <dt>
                <plex-connection-hint .text=${a(this,J1,v6).call(this,r)}
                  >${e(`panel_server_${r}`)}</plex-connection-hint
                >
              </dt>
              <dd class="number">${M}</dd>
            </div>`)}
      </dl>
      ${l6(C,L.days)}
    </section>`}};J1=new WeakSet,v6=function(C){let{text:L,format:e}=this.host,r=L(`panel_help_${C}`);if(!wH.has(C))return r;let{warm:M,count:o}=this.server.latency,A=L(M?"panel_server_of_open":"panel_server_of_new",{count:e.number(o)});return`${r} ${A}`},x6=function(){return a(this,J1,u6).call(this).filter(C=>C[1]!==null)},u6=function(){let{host:C,server:L}=this,{format:e}=C,r=v=>v===null?null:e.milliseconds(v),{latency:M,failovers:o,success_rate:A}=L;return[["success_rate",A===null?null:e.percent(A)],["p50",r(M.p50_ms)],["p95",r(M.p95_ms)],["p99",r(M.p99_ms)],["failovers",e.number(o.count)],["failover_usual",r(o.p50_ms)],["failover_most",r(o.max_ms)],["relay_today",e.duration(L.days.at(-1)?.seconds.relay??0)],["requests_today",e.number(L.requests_today)]]},u2.styles=[f,T,F,s6,p`
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(130px, 100%), 1fr));
        gap: 12px 16px;
        margin: 0;
      }
      dt {
        color: var(--secondary-text-color, #5e5e5e);
        font-size: var(--ha-font-size-s, 12px);
        line-height: 16px;
      }
      dd {
        margin: 0;
        font-size: var(--ha-font-size-l, 16px);
      }
    `],d([m({attribute:!1})],u2.prototype,"host",2),d([m({attribute:!1})],u2.prototype,"server",2),u2=d([S("plex-connection-figures")],u2);function c6({entities:V}){let{latency:H,latency_p50:C,latency_p95:L}=V;return H?[H,C,L].filter(e=>e!==void 0):[]}function Z6(V,H){let{entities:C,latency:L}=H,e=Z=>kH(Z?V.rows[Z]:void 0),r=e(C.latency);if(r.length===0)return null;let M=[{name:"p50",rows:e(C.latency_p50),now:L.p50_ms},{name:"p95",rows:e(C.latency_p95),now:L.p95_ms}],o=M.flatMap(Z=>Z.rows.length>0?Z.rows.map(({mean:y})=>y):Z.now??[]),{top:A,step:v}=J4(C9(r,o)),{range:h,to:s}=V,x=k3(r[0]?.start??s,V.from,s);return{range:h,frame:{from:x,to:s,top:A},step:v,rows:r,percentiles:M}}function kH(V){return(V??[]).filter(H9).sort((H,C)=>H.start-C.start)}function TH(V,H,C){let L=new Date(C.start),{format:e}=V;return H==="day"?e.time(L):H==="week"?e.dateTime(L):e.day(L)}function $0(V,H,C){let{milliseconds:L}=V.format,e=V.text("panel_server_latency_row",{time:TH(V,H.range,C),mean:L(C.mean),least:L(C.min??C.mean),most:L(C.max??C.mean)}),r=H.percentiles.flatMap(({name:M,rows:o})=>{let A=o.find(v=>v.start===C.start);return A?`${V.text(`panel_server_${M}`)} ${L(A.mean)}`:[]});return[e,...r].join(" · ")}function S6(V,H){let{rows:C}=H,L=C.map(({mean:r})=>r),{milliseconds:e}=V.format;return V.text("panel_server_latency_chart",{range:V.text(`panel_server_range_${H.range}`),least:e(Math.min(...C.map(({min:r,mean:M})=>r??M))),most:e(Math.max(...C.map(({max:r,mean:M})=>r??M))),mean:e(L.reduce((r,M)=>r+M,0)/L.length)})}function h6(){return Object.keys(i3)}function f6(V,H,C){let{frame:L,rows:e,percentiles:r}=H,M=c0(e);return t`<div class="plot">
    <svg
      viewBox="0 0 ${1e3} ${1e3}"
      preserveAspectRatio="none"
      role="img"
      aria-label=${S6(V,H)}
      focusable="false"
    >
      <path class="lines" d=${RH(H)}></path>
      <path class="band" d=${L9(M,L)}></path>
      ${r.map(o=>BH(H,o))}
      <path class="line" d=${Z0(M,L)}></path>
      <path class="dots" d=${V9(M,L)}></path>
      ${C?_H(H,C):n}
    </svg>
    ${r.map(o=>PH(V,H,o))}
  </div>`}function g6({frame:V,step:H}){let C=Math.min(10,Math.round(V.top/H));return Array.from({length:C+1},(L,e)=>e*H)}function RH(V){return g6(V).map(H=>`M0 ${s2(H,V.frame.top)}h${1e3}`).join("")}function BH(V,{name:H,rows:C,now:L}){return C.length>0?f1`<path class=${H} d=${Z0(c0(C),V.frame)}></path>`:L===null?n:f1`<path class="${H} now" d="M0 ${s2(L,V.frame.top)}h${1e3}"></path>`}function PH(V,H,{name:C,rows:L,now:e}){if(L.length>0||e===null)return n;let r=V.text(`panel_server_${C}_now`,{latency:V.format.milliseconds(e)});return t`<span
    class="label ${C}"
    style="top:${s2(e,H.frame.top)/10}%"
    aria-hidden="true"
    >${r}</span
  >`}function _H({frame:V},H){let C=a1((H.start+H.end)/2,V.from,V.to),L=s2(H.mean,V.top);return f1`<path class="pointer" d="M${C} 0v${1e3}"></path>
    <path class="point" d="M${C} ${L}h.01"></path>`}function O6(V,H){return t`<div class="values" aria-hidden="true">
    ${g6(H).map(C=>t`<span style="top:${s2(C,H.frame.top)/10}%"
        >${V.format.milliseconds(C)}</span
      >`)}
  </div>`}function y6(V,H){let{from:C,to:L}=H.frame,e=w3(L-C),r=T3(C,L,e,y3(V)),M=e<864e5?V.format.time:V.format.day;return t`<div class="axis" aria-hidden="true">
    ${r.map(o=>g3(a1(o,C,L),M(new Date(o))))}
  </div>`}var b6=p`
  .chart {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0 8px;
    padding-block-start: 8px;
  }
  .values {
    position: relative;
    min-width: 44px;
    height: 200px;
  }
  .values span {
    position: absolute;
    right: 0;
    transform: translateY(-50%);
    white-space: nowrap;
  }
  .values {
    color: var(--secondary-text-color, #5e5e5e);
    font-size: var(--ha-font-size-s, 12px);
    line-height: 16px;
  }
  .axis {
    grid-column: 2;
  }
  .plot {
    position: relative;
    height: 200px;
  }
  .plot svg {
    display: block;
    width: 100%;
    height: 100%;
    overflow: hidden;
  }
  .plot path {
    fill: none;
    stroke-linecap: round;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
  .plot .lines {
    stroke: var(--divider-color, #e0e0e0);
    stroke-width: 1;
  }
  .plot .band {
    fill: color-mix(in srgb, var(--primary-color, #009ac7) 20%, transparent);
  }
  .plot .line {
    stroke: var(--primary-color, #009ac7);
    stroke-width: 2;
  }
  .plot .dots {
    stroke: var(--primary-color, #009ac7);
    stroke-width: 5;
  }
  .plot path.p50 {
    stroke: var(--purple-color, #926bc7);
    stroke-width: 1.5;
  }
  .plot path.p95 {
    stroke: var(--accent-color, #ff9800);
    stroke-width: 1.5;
  }
  .plot .now {
    stroke-dasharray: 4 4;
  }
  .plot .pointer {
    stroke: var(--secondary-text-color, #5e5e5e);
    stroke-width: 1;
  }
  .plot .point {
    stroke: var(--primary-color, #009ac7);
    stroke-width: 9;
  }
  .label {
    position: absolute;
    right: 4px;
    padding-inline: 4px;
    border-radius: 4px;
    background: color-mix(in srgb, var(--card-background-color, #fff) 80%, transparent);
    font-size: var(--ha-font-size-s, 12px);
    line-height: 16px;
    transform: translateY(-50%);
  }
  .label.p50 {
    right: auto;
    left: 4px;
  }
`;function FH(V,H){return[V,...H].join(" ")}var N2,i1,w6,k6,T6,R6,B6,F1=class extends u{constructor(){super(...arguments);l(this,i1);this.range="day";this.selected=null;l(this,N2,new D2(this,(C,L)=>{let[e,...r]=L.split(" ");return U4(C,r,e)}))}willUpdate(){let{host:C,server:L}=this,e=c6(L),r=s0(C.hass)&&e.length>0;i(this,N2).use(C.connection,r?FH(this.range,e):null)}render(){let{text:C}=this.host,{value:L}=i(this,N2),e=L?Z6(L,this.server):null;return t`<section class="card" aria-labelledby="heading">
      <div class="heading">
        <h2 id="heading">${C("panel_server_latency")}</h2>
        <div class="ranges" role="group" aria-label=${C("panel_server_ranges")}>
          ${h6().map(r=>a(this,i1,w6).call(this,r))}
        </div>
      </div>
      ${e?a(this,i1,k6).call(this,e):a(this,i1,B6).call(this)}
    </section>`}};N2=new WeakMap,i1=new WeakSet,w6=function(C){return t`<button
      type="button"
      class="plain"
      aria-pressed=${C===this.range?"true":"false"}
      @click=${()=>{this.range=C,this.selected=null}}
    >
      ${this.host.text(`panel_server_range_${C}`)}
    </button>`},k6=function(C){let{host:L}=this,{text:e}=L,r=C.rows.length-1,M=this.selected===null?null:C.rows[this.selected]??null,o=M??C.rows[r];return t`<div class="chart" dir="ltr">
        ${O6(L,C)}
        <plex-connection-scrubber
          .count=${C.rows.length}
          .index=${this.selected}
          .label=${e("panel_server_latency_slider")}
          .valueText=${o?$0(L,C,o):""}
          @scrub=${A=>a(this,i1,R6).call(this,A.detail,C)}
        >
          ${f6(L,C,M)}
        </plex-connection-scrubber>
        ${y6(L,C)}
      </div>
      <p class="readout small">
        ${M?$0(L,C,M):a(this,i1,T6).call(this,C)}
      </p>`},T6=function(C){let{text:L}=this.host,e=C.percentiles.filter(({rows:r})=>r.length>0);return t`<span class="key line">${L("panel_server_latency_mean")}</span>
      <span class="key band">${L("panel_server_latency_band")}</span>
      ${e.map(({name:r})=>t`<span class="key ${r}">${L(`panel_server_${r}`)}</span>`)}`},R6=function(C,{frame:L,rows:e}){if(C===null)this.selected=null;else if("index"in C)this.selected=C.index;else{let r=L.from+C.share*(L.to-L.from);this.selected=e9(e,r)}},B6=function(){let{host:C,server:L}=this,{value:e,hasFailed:r}=i(this,N2),M=s0(C.hass)?L.entities.latency?e?this.range==="day"?"none":"none_yet":r?"no_answer":null:"no_entity":"no_recorder";if(M===null)return t`<div class="loading" role="status">
        <span class="visually-hidden">${C.text("panel_loading")}</span>
      </div>`;let o=L.recent_ms;return t`<p class="secondary">${C.text(`panel_server_latency_${M}`)}</p>
      ${o.length>1?t`<div class="recent type-${L.connection_type??"unknown"}" dir="ltr">
                ${y2(o)}
              </div>
              <p class="small secondary">${b2(C,o,null)}</p>`:n}`},F1.styles=[f,T,F,w2,O3,b6,p`
      .ranges {
        display: flex;
        gap: 4px;
      }
      .ranges button {
        min-height: 32px;
        padding: 0 12px;
      }
      .ranges button[aria-pressed="true"] {
        background: color-mix(in srgb, var(--primary-color, #009ac7) 20%, transparent);
      }
      .readout {
        display: flex;
        flex-wrap: wrap;
        gap: 0 16px;
        min-height: 28px;
        padding-block-start: 4px;
      }
      .key::before {
        display: inline-block;
        width: 16px;
        height: 3px;
        margin-inline-end: 6px;
        border-radius: 2px;
        background: var(--key-color);
        vertical-align: middle;
        content: "";
      }
      .key.line {
        --key-color: var(--primary-color, #009ac7);
      }
      .key.band {
        --key-color: color-mix(in srgb, var(--primary-color, #009ac7) 25%, transparent);
      }
      .key.band::before {
        height: 10px;
      }
      .key.p50 {
        --key-color: var(--purple-color, #926bc7);
      }
      .key.p95 {
        --key-color: var(--accent-color, #ff9800);
      }
      .loading {
        height: 264px;
      }
      .recent {
        margin-block-start: 16px;
      }
      .recent .sparkline {
        height: 64px;
      }
    `],d([m({attribute:!1})],F1.prototype,"host",2),d([m({attribute:!1})],F1.prototype,"server",2),d([B()],F1.prototype,"range",2),d([B()],F1.prototype,"selected",2),F1=d([S("plex-connection-latency-chart")],F1);var c2,$1,Z2,O,D0,P6,_6,F6,$6,E6,R3,N0,D6,N6,d1=class extends u{constructor(){super(...arguments);l(this,O);l(this,c2,new M1(this));l(this,$1,new M1(this));l(this,Z2,new M1(this))}render(){let{text:C,connected:L}=this.host,e={isDisabled:!L};return t`
      <div class="buttons">
        ${a(this,O,P6).call(this)}
        ${s1(C("panel_action_rediscover"),"rediscover",i(this,c2).isRunning,()=>a(this,O,R3).call(this,i(this,c2),D.rediscover),e)}
        ${this.server.pinned||i(this,$1).isRunning?s1(C("panel_action_unpin"),"unpin",i(this,$1).isRunning,()=>{a(this,O,D6).call(this)},e):n}
        ${s1(C("panel_action_forget"),"forget",i(this,Z2).isRunning,()=>{a(this,O,N6).call(this)},{...e,classes:"plain"})}
      </div>
      ${a(this,O,F6).call(this)}
      <div role="status">${a(this,O,$6).call(this)}</div>
      <plex-connection-confirm-dialog
        .heading=${C("panel_action_forget_title",{name:this.server.name})}
        .message=${C("panel_action_forget_text")}
        .yes=${C("panel_action_forget_yes")}
        .no=${C("panel_action_cancel")}
      ></plex-connection-confirm-dialog>
    `}};c2=new WeakMap,$1=new WeakMap,Z2=new WeakMap,O=new WeakSet,D0=function(){let{entry_id:C,server_id:L}=this.server;return{entry_id:C,server_id:L}},P6=function(){let{text:C,connected:L}=this.host,{isRunning:e}=this.test;return s1(C(e?"panel_action_stop":"panel_action_test"),e?"failed":"test",!1,()=>e?this.test.stop():a(this,O,_6).call(this),{isDisabled:!L,classes:"test"})},_6=function(){a(this,O,N0).call(this),this.test.start(this.host,i(this,O,D0))},F6=function(){let{kind:C,done:L,total:e}=this.testState;if(C!=="running")return n;let r=e>0?this.host.text("panel_action_test_progress",{done:L,total:e}):this.host.text("panel_action_test_begins");return t`<div class="progress">
      <progress
        max=${Math.max(e,1)}
        value=${L}
        aria-label=${this.host.text("panel_action_test")}
      ></progress>
      <span class="number">${r}</span>
    </div>`},$6=function(){let{text:C}=this.host;return[a(this,O,E6).call(this),E0(i(this,c2),L=>t3(this.host,L)),E0(i(this,$1),()=>this.server.pinned?"":C("panel_action_unpinned")),E0(i(this,Z2),()=>C("panel_action_forgotten"))].map(L=>L?t`<p class="message">${L}</p>`:n)},E6=function(){let{text:C,format:L}=this.host,{kind:e,done:r,total:M,working:o,finishedAt:A,message:v}=this.testState;switch(e){case"finished":return C("panel_action_test_finished",{time:L.time(new Date(A),!0),working:o,total:M});case"stopped":return M>0?C("panel_action_test_stopped",{done:r,total:M}):C("panel_action_test_stopped_early");case"failed":return v;default:return""}},R3=function(C,L,e={}){a(this,O,N0).call(this);let{entry_id:r}=this.server,M=L===D.rediscover?{entry_id:r}:i(this,O,D0);return C.run(this.host,{type:L,...M,...e})},N0=function(){for(let C of[i(this,c2),i(this,$1),i(this,Z2)])C.reset()},D6=async function(){await a(this,O,R3).call(this,i(this,$1),D.pin,{url:null}),i(this,$1).state.kind==="done"&&this.testButton.focus()},N6=async function(){await this.dialog.ask()&&await a(this,O,R3).call(this,i(this,Z2),D.forget)},d1.styles=[f,G1,F,p`
      :host {
        margin-block-start: 16px;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .progress {
        display: flex;
        align-items: center;
        gap: 12px;
        margin-block-start: 12px;
      }
      progress {
        flex: 1;
        max-width: 480px;
        height: 4px;
        border: none;
        border-radius: 2px;
        overflow: hidden;
        appearance: none;
        background: var(--divider-color, #e0e0e0);
      }
      progress::-webkit-progress-bar {
        background: var(--divider-color, #e0e0e0);
      }
      progress::-webkit-progress-value {
        background: var(--primary-color, #009ac7);
        transition: width 180ms ease-in-out;
      }
      progress::-moz-progress-bar {
        background: var(--primary-color, #009ac7);
      }
    `],d([m({attribute:!1})],d1.prototype,"host",2),d([m({attribute:!1})],d1.prototype,"server",2),d([m({attribute:!1})],d1.prototype,"test",2),d([m({attribute:!1})],d1.prototype,"testState",2),d([A2("plex-connection-confirm-dialog")],d1.prototype,"dialog",2),d([A2(".test")],d1.prototype,"testButton",2),d1=d([S("plex-connection-server-actions")],d1);function E0(V,H){let{state:C}=V;return C.kind==="done"?H(C.result):C.kind==="failed"?C.message:""}async function I6(V){try{return await navigator.clipboard.writeText(V),!0}catch{return $H(V)}}function $H(V){let H=EH(),C=document.createElement("textarea");C.value=V,C.style.position="fixed",C.style.opacity="0",document.body.append(C),C.select();try{return document.execCommand("copy")}catch{return!1}finally{C.remove(),H?.focus()}}function EH(){let V=document.activeElement;for(;V?.shadowRoot?.activeElement;)V=V.shadowRoot.activeElement;return V}var DH={offline:["error","offline"],starting:["info","waiting"],denied:["error","alert"],unlisted:["warning","unknown"],relay:["info","relay"],slow:["warning","slow"],unencrypted:["warning","unencrypted"],pinned:["info","pinned"],better:["info","better"],away:["warning","alert"],refused:["error","alert"]},NH={access_refused:"denied",https_refused:"unencrypted",not_listed:"unlisted",replaced:"unlisted",slow:"slow",starting:"starting"},W6={offline:"offline",refused:"denied",relay:"relay",starting:"starting"};function U6(V,H){let C=R2(H);return C?G6(V,H,W6[C]):""}function IH(V){let H=V.starting||V.refused,C=[["offline",V.connection_type==="offline"&&!H],["starting",V.starting],["denied",V.refused],["unlisted",V.unlisted_since!==null],["relay",V.connection_type==="relay"],["slow",V.performance==="degraded"],["unencrypted",V.encrypted===!1],["pinned",V.pinned!==null&&V.connection_type!=="offline"],["better",V.better!==null]],L=L1(V),e=R2(V),r=L?["offline","relay",NH[L]]:[e?W6[e]:void 0];return C.filter(([M,o])=>o&&!r.includes(M)).map(([M])=>M)}function G6(V,H,C){let{text:L,format:e}=V,{better:r,pinned:M,latency:o,latency_ms:A}=H;return C==="slow"&&A!==null&&o.usual_ms!==null?L("panel_server_notice_slow_than",{latency:e.milliseconds(A),usual:e.milliseconds(o.usual_ms)}):C==="offline"&&M?L("panel_server_notice_offline_pinned",{address:M}):C==="unlisted"&&H.unlisted_since?L("panel_server_notice_unlisted",{time:e.dateTime(new Date(H.unlisted_since))}):L(`panel_server_notice_${C==="better"&&M?"better_pinned":C}`,{type:r?E(L,r.type):"",address:(C==="pinned"?M:r?.address)??""})}function B3(V,H){let[C,L]=DH[V];return t`<div class="notice ${C}">${c(L)}<span>${H}</span></div>`}function z6(V,H){return t`${j(IH(H),C=>C,C=>B3(C,G6(V,H,C)))}${H.open_repairs>0?t`<div class="notice warning">
          ${c("alert")}${V0(V,H)}
        </div>`:n}`}var Q6=p`
  .notice {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 8px 12px;
    border-radius: var(--ha-border-radius-sm, 4px);
    background: color-mix(in srgb, var(--notice-color) 12%, transparent);
    overflow-wrap: anywhere;
  }
  .notice .icon {
    fill: var(--notice-color);
  }
  .notice.error {
    --notice-color: var(--error-color, #db4437);
  }
  .notice.warning {
    --notice-color: var(--warning-color, #ffa600);
  }
  .notice.info {
    --notice-color: var(--info-color, #039be5);
  }
`;var E1,I2,S2,v5,R,P3,K6,_3,q6,j6,Y6,X6,J6,C2=class extends u{constructor(){super(...arguments);l(this,R);this.isCopied=null;l(this,E1,new M1(this));l(this,I2,"");l(this,S2,0);l(this,v5)}willUpdate(){let{problem:C}=this.server;C!==i(this,v5)&&(g(this,v5,C),i(this,R,P3)&&i(this,R,P3).problem!==C&&i(this,E1).reset())}render(){let{host:C}=this,L=i(this,R,P3),e={...this.server,...L};if(!e.problem)return n;let r=L1(e),M=U6(C,e),o=K(e),A=!E5(e);return t`<section
      class="card ${o1(o)} ${A?"calm":""}"
      aria-labelledby="what"
    >
      <div class="top">
        ${c(V5(o))}
        <div role="status">
          <h2 id="what" class=${M?"sign":""}>
            ${M||d9(C,e.problem)}
          </h2>
          ${M?t`<p>${C.text("panel_cause_early")}</p>`:n}
        </div>
      </div>
      ${r?a(this,R,K6).call(this,r,e.facts):n}
      ${C.isAdmin?a(this,R,q6).call(this,L):n}
    </section>`}};E1=new WeakMap,I2=new WeakMap,S2=new WeakMap,v5=new WeakMap,R=new WeakSet,P3=function(){let{state:C}=i(this,E1);return C.kind==="done"&&i(this,I2)===Y(this.server)?C.result:null},K6=function(C,L){let{host:e,server:r}=this,M=p9(e,L).map(A=>t`<p>${A}</p>`),o=u3(e,r,C);return t`<dl>
      ${M.length>0?a(this,R,_3).call(this,"why",M):n}
      ${o?a(this,R,_3).call(this,"effect",o):n}
      ${a(this,R,_3).call(this,"next",x3(c3(e,C)))}
    </dl>`},_3=function(C,L){return t`<div class=${C}>
      <dt>${this.host.text(`panel_cause_${C}`)}</dt>
      <dd>${L}</dd>
    </div>`},q6=function(C){let{text:L,connected:e}=this.host,{isRunning:r}=i(this,E1);return t`<div class="buttons">
        ${s1(L(r?"panel_cause_looking":"panel_cause_find"),"search",r,()=>{a(this,R,X6).call(this)},{isDisabled:!e})}
        ${C?s1(L("panel_cause_copy"),"copy",!1,()=>{a(this,R,J6).call(this,C.text)},{classes:"plain"}):n}
      </div>
      <div role="status">${a(this,R,j6).call(this,C)}</div>
      ${C&&this.isCopied===!1?t`<textarea
              readonly
              rows="8"
              aria-label=${L("panel_cause_copy")}
              .value=${C.text}
            ></textarea>`:n}`},j6=function(C){if(i(this,E1).isRunning)return t`<span class="visually-hidden">
        ${this.host.text("panel_cause_looking")}
      </span>`;let L=a(this,R,Y6).call(this,C);return L?t`<p class="message">${L}</p>`:n},Y6=function(C){let{text:L,format:e}=this.host,{state:r}=i(this,E1);return r.kind==="failed"?i(this,I2)===Y(this.server)?r.message:"":!C||i(this,S2)===0?"":this.isCopied!==null?L(this.isCopied?"panel_cause_copied":"panel_cause_not_copied"):L("panel_cause_found",{time:e.time(new Date(i(this,S2)),!0)})},X6=async function(){let{entry_id:C,server_id:L}=this.server;g(this,I2,Y(this.server)),this.isCopied=null,g(this,S2,0),await i(this,E1).run(this.host,{type:D.diagnose,entry_id:C,server_id:L}),g(this,S2,P()),this.requestUpdate()},J6=async function(C){this.isCopied=await I6(C)},C2.styles=[f,G1,F,L5,p`
      .card:not(.calm) {
        border-color: var(--severity-color);
      }
      .top {
        display: flex;
        align-items: flex-start;
        gap: 12px;
      }
      .top .icon {
        fill: var(--severity-color);
      }
      h2 {
        font-size: var(--ha-font-size-xl, 20px);
        line-height: 24px;
        overflow-wrap: anywhere;
      }
      /* One line as long as there is nothing to tell. */
      .calm {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
      }
      .calm .top {
        flex: 1 1 auto;
      }
      .calm .buttons {
        margin: 0;
        padding: 0;
      }
      .calm > [role="status"] {
        flex: 1 0 100%;
      }
      .calm > [role="status"]:empty {
        position: absolute;
      }
      .calm h2 {
        font-size: inherit;
        font-weight: var(--ha-font-weight-normal, 400);
      }
      dl {
        display: grid;
        gap: 12px;
        max-width: 80ch;
        margin: 12px 0 0;
        padding-inline-start: 36px;
      }
      dt {
        color: var(--secondary-text-color, #5e5e5e);
        font-size: var(--ha-font-size-s, 12px);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      .next dd {
        font-weight: var(--ha-font-weight-medium, 500);
      }
      code {
        font-size: 0.95em;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-block-start: 16px;
        padding-inline-start: 36px;
      }
      .message,
      textarea {
        margin-inline-start: 36px;
      }
      textarea {
        width: calc(100% - 36px);
        margin-block-start: 8px;
        direction: ltr;
      }
      @container (max-width: 500px) {
        dl,
        .buttons {
          padding-inline-start: 0;
        }
        .message,
        textarea {
          margin-inline-start: 0;
        }
        textarea {
          width: 100%;
        }
      }
    `],d([m({attribute:!1})],C2.prototype,"host",2),d([m({attribute:!1})],C2.prototype,"server",2),d([B()],C2.prototype,"isCopied",2),C2=d([S("plex-connection-server-cause")],C2);var x1,C8,H8,V8,L8,h2=class extends u{constructor(){super(...arguments);l(this,x1)}render(){let{server:C}=this;return t`<section class="card ${k2(C)} ${o1(K(C))}">
      <div class="top">
        <span class="circle">${c(e1(C.connection_type))}</span>
        <div class="what">
          <div role="status"><h2>${a(this,x1,C8).call(this)}</h2></div>
          <p class="secondary">${C.suspected?this.host.text("panel_suspected"):a(this,x1,H8).call(this)}</p>
        </div>
        ${a(this,x1,V8).call(this)}
      </div>
      <slot name="notices"></slot>
      <dl>${a(this,x1,L8).call(this)}</dl>
      <slot></slot>
    </section>`}};x1=new WeakSet,C8=function(){let{host:C,server:L}=this,e=I1(C.text,L);return L.active?t`${e}
      <span class="address">${L.active.address}</span>`:t`${e}`},H8=function(){let{host:C,server:L}=this,e=M0(C,L);return e?L.refused?t`${C.text("panel_last_change")} · ${e}`:e:n},V8=function(){let{device_id:C}=this.server;return C?t`<a class="device" href="/config/devices/device/${C}" @click=${N}>
      ${this.host.text("panel_server_device")}
    </a>`:n},L8=function(){let{host:C,server:L}=this,{text:e,format:r}=C,M=v=>v===null?null:t`<span class="number">${r.milliseconds(v)}</span>`,o=r0(C,L)??e("panel_none");return[["panel_latency",M(L.latency_ms),"latency"],["panel_server_usual",M(L.latency.usual_ms),"usual"],["panel_next_check",t0(C,L),"next_check"],["panel_standby",o,"standby"],["panel_server_push",e(`panel_server_push_${L.push_open?"open":"closed"}`),"push"],["panel_server_version",L.version],["panel_server_platform",L.platform],["panel_server_owner",L.owned?null:L.owner_name]].filter(([,v])=>v!==null).map(([v,h,s])=>t`<div>
          <dt>${s?W(C,e(v),s):e(v)}</dt>
          <dd><bdi>${h}</bdi></dd>
        </div>`)},h2.styles=[f,T,P2,F,p`
      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
      }
      .circle {
        display: grid;
        place-items: center;
        width: 48px;
        height: 48px;
        flex: none;
        border-radius: 50%;
        background: color-mix(in srgb, var(--type-color) 20%, transparent);
        color: var(--type-color);
      }
      .what {
        flex: 1 1 200px;
        min-width: 0;
      }
      h2 {
        font-size: var(--ha-font-size-xl, 20px);
        font-weight: var(--ha-font-weight-normal, 400);
      }
      h2 .address {
        color: var(--secondary-text-color, #5e5e5e);
      }
      .device {
        padding-block: 8px;
      }
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(160px, 45%), 1fr));
        gap: 12px 16px;
        margin: 16px 0 0;
      }
      dl div {
        min-width: 0;
      }
      dt {
        color: var(--secondary-text-color, #5e5e5e);
        font-size: var(--ha-font-size-s, 12px);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
    `],d([m({attribute:!1})],h2.prototype,"host",2),d([m({attribute:!1})],h2.prototype,"server",2),h2=d([S("plex-connection-server-head")],h2);var F3=class{constructor(H){this.state={kind:"connecting"};this.#L=!1;this.#e=H,H.addController(this)}#e;#C;#V;#H;#L;use(H,C){H===this.#V&&C.entry_id===this.#H?.entry_id&&C.server_id===this.#H?.server_id||(this.#C?.close(),this.#V=H,this.#H=C,this.server=void 0,this.state={kind:"connecting"},this.#C=new W1(H,{type:D.subscribeServer,...C},e=>{X5(e.now),this.server=e.server,this.#e.requestUpdate()},e=>{this.state=e,this.#e.requestUpdate()}),this.#L&&this.#C.open())}hostConnected(){this.#L=!0,this.#C?.open()}hostDisconnected(){this.#L=!1,this.#C?.close()}};var WH=8,u1,D1,x5,Q,e8,r8,M8,t8,i8,o8,a8,H2=class extends u{constructor(){super(...arguments);l(this,Q);this.narrow=!1;l(this,u1,new F3(this));l(this,D1,new S3(this));l(this,x5)}willUpdate(){let C=Y(this.ref);C!==i(this,x5)&&(g(this,x5,C),i(this,D1).reset()),i(this,u1).use(this.host.connection,this.ref),i(this,u1).server!==void 0&&i(this,D1).dropReported(i(this,u1).server)}render(){let{server:C}=i(this,u1);return t`<div class="page">
      <div class="notices" role="status">${a(this,Q,e8).call(this)}</div>
      ${C?a(this,Q,M8).call(this,C):C===null?a(this,Q,o8).call(this):a(this,Q,a8).call(this)}
    </div>`}};u1=new WeakMap,D1=new WeakMap,x5=new WeakMap,Q=new WeakSet,e8=function(){let{state:C}=i(this,u1),{text:L,connected:e}=this.host;return C.kind==="refused"?B3("refused",`${L("panel_server_notice_refused")} ${C.message}`):C.kind==="lost"||!e?B3("away",L(`panel_server_notice_${i(this,u1).server?"away":"absent"}`)):n},r8=function(){return i(this,u1).state.kind!=="live"||!this.host.connected},M8=function(C){let{host:L}=this,e=C.candidates.length>WH,r=t`<plex-connection-change-list
      .host=${L}
      .server=${C}
    ></plex-connection-change-list>`;return t`<div class="content ${i(this,Q,r8)?"stale":""}">
      ${a(this,Q,t8).call(this,C)} ${a(this,Q,i8).call(this,C)}
      <div class="column">
        <plex-connection-candidate-list
          .host=${L}
          .server=${C}
          .test=${i(this,D1)}
          .testState=${i(this,D1).state}
        ></plex-connection-candidate-list>
        ${e?n:r}
      </div>
      <div class="column">
        <plex-connection-day-timeline
          .host=${L}
          .server=${C}
        ></plex-connection-day-timeline>
        <plex-connection-latency-chart
          .host=${L}
          .server=${C}
        ></plex-connection-latency-chart>
        <plex-connection-figures .host=${L} .server=${C}></plex-connection-figures>
        ${e?r:n}
      </div>
    </div>`},t8=function(C){return C.problem?t`<plex-connection-server-cause
          class="whole"
          .host=${this.host}
          .server=${C}
        ></plex-connection-server-cause>`:n},i8=function(C){let{host:L}=this,e=L.isAdmin?t`<plex-connection-server-actions
          .host=${L}
          .server=${C}
          .test=${i(this,D1)}
          .testState=${i(this,D1).state}
        ></plex-connection-server-actions>`:n;return t`<plex-connection-server-head
      class="whole"
      .host=${L}
      .server=${C}
    >
      <div class="notices" slot="notices">${z6(L,C)}</div>
      ${e}
    </plex-connection-server-head>`},o8=function(){let{text:C}=this.host;return t`<section class="card gone">
      ${c("offline")}
      <h2>${C("panel_server_gone")}</h2>
      <p class="secondary">${C("panel_server_gone_why")}</p>
      <a href=${U1} @click=${N}>${C("panel_back")}</a>
    </section>`},a8=function(){return t`<div class="content" aria-busy="true">
      <span class="visually-hidden">${this.host.text("panel_loading")}</span>
      ${["whole","",""].map(C=>t`<div class="card skeleton ${C}"></div>`)}
    </div>`},H2.styles=[f,T,F,Q6,p`
      :host {
        container-type: inline-size;
      }
      .page {
        max-width: 1400px;
        margin-inline: auto;
        padding: 16px;
      }
      .content {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        align-items: start;
        gap: 16px;
        transition: filter 180ms ease-in-out;
      }
      /* Possibly outdated content is gray, but stays readable. */
      .content.stale {
        filter: grayscale(0.9);
      }
      /* In a single column, past changes come last. */
      .column {
        display: contents;
      }
      plex-connection-change-list {
        order: 1;
      }
      .notices {
        display: grid;
        gap: 8px;
      }
      .page > .notices:not(:empty) {
        margin-block-end: 16px;
      }
      .content .notices {
        margin-block-start: 16px;
      }
      .content .notices:empty {
        display: none;
      }
      .gone {
        display: grid;
        justify-items: center;
        gap: 8px;
        padding: 48px 16px;
        text-align: center;
      }
      .gone .icon {
        width: 48px;
        height: 48px;
        fill: var(--secondary-text-color, #5e5e5e);
      }
      .skeleton {
        min-height: 320px;
        background: color-mix(
          in srgb,
          var(--divider-color, #e0e0e0) 40%,
          var(--card-background-color, #fff)
        );
        animation: pulse 1.6s ease-in-out infinite alternate;
      }
      .skeleton.whole {
        min-height: 160px;
      }
      @keyframes pulse {
        to {
          opacity: 0.5;
        }
      }
      @container (min-width: 1000px) {
        .content {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        }
        .whole {
          grid-column: 1 / -1;
        }
        .column {
          display: grid;
          grid-template-columns: minmax(0, 1fr);
          gap: 16px;
        }
      }
      @container (max-width: 500px) {
        .page {
          padding: 8px;
        }
        .content {
          gap: 8px;
        }
      }
    `],d([m({attribute:!1})],H2.prototype,"host",2),d([m({attribute:!1})],H2.prototype,"ref",2),d([m({type:Boolean,reflect:!0})],H2.prototype,"narrow",2),H2=d([S("plex-connection-server-page")],H2);function UH(){return new URL(import.meta.url).searchParams.get("v")}var u5,f2,c5,$,A8,n8,d8,p8,m8,l8,s8,v8,V2=class extends u{constructor(){super(...arguments);l(this,$);this.narrow=!1;this.route={prefix:U1,path:""};this.bundle=UH();l(this,u5,new _2(this));l(this,f2,new F2(this));l(this,c5,!1)}set hass(C){i(this,u5).update(C),i(this,f2).use(C.connection)}willUpdate(C){let L=C.get("route");L&&g(this,c5,!L3(L.path)&&!!L3(this.route.path))}render(){let C=i(this,u5).value,L=L3(this.route.path);return t`
      <header class="toolbar">
        ${L?a(this,$,s8).call(this,C):a(this,$,m8).call(this,C)}
        <h1>${a(this,$,n8).call(this,L)}</h1>
      </header>
      <main>${C?a(this,$,d8).call(this,C,L):a(this,$,A8).call(this,L)}</main>
    `}};u5=new WeakMap,f2=new WeakMap,c5=new WeakMap,$=new WeakSet,A8=function(C){return C?n:A3("")},n8=function(C){let L=C&&i(this,f2).value.servers.find(e=>e.entry_id===C.entry_id&&e.server_id===C.server_id);return L?L.name:"Plex Connection"},d8=function(C,L){let e=i(this,f2).value;return t`
      ${a(this,$,p8).call(this,C)}
      ${L?t`<plex-connection-server-page
              .host=${C}
              .ref=${L}
              .narrow=${this.narrow}
            ></plex-connection-server-page>`:t`<plex-connection-overview-page
              .host=${C}
              .overview=${e}
              .narrow=${this.narrow}
            ></plex-connection-overview-page>`}
    `},p8=function(C){let L=i(this,f2).value.bundle;return!L||!this.bundle||L===this.bundle?n:t`<div class="notice card" role="status">
      ${c("info")}
      <span>${C.text("panel_outdated")}</span>
      <button @click=${()=>location.reload()}>${C.text("panel_reload_page")}</button>
    </div>`},m8=function(C){return customElements.get("ha-menu-button")?t`<ha-menu-button
        .hass=${C?.hass}
        .narrow=${this.narrow}
      ></ha-menu-button>`:this.narrow?t`<button
      class="plain round"
      aria-label=${C?.text("panel_menu")??""}
      @click=${a(this,$,l8)}
    >
      ${c("menu")}
    </button>`:t``},l8=function(){this.dispatchEvent(new CustomEvent("hass-toggle-menu",{bubbles:!0,composed:!0}))},s8=function(C){return t`<button
      class="plain round"
      aria-label=${C?.text("panel_back")??""}
      @click=${a(this,$,v8)}
    >
      ${c(C?.rtl?"forward":"back")}
    </button>`},v8=function(){i(this,c5)?history.back():D5(U1)},V2.styles=[f,n3,p`
      :host {
        /* The part of the screen that cameras and round corners cover. */
        --inset-left: var(
          --safe-area-content-inset-left,
          var(--safe-area-inset-left, 0px)
        );
        --inset-right: var(
          --safe-area-content-inset-right,
          var(--safe-area-inset-right, 0px)
        );
        display: block;
        min-height: 100%;
        background: var(--primary-background-color, #fafafa);
      }
      main {
        padding: 0 var(--inset-right) var(--safe-area-inset-bottom, 0px)
          var(--inset-left);
      }
      .toolbar {
        position: sticky;
        top: 0;
        z-index: 4;
        display: flex;
        align-items: center;
        gap: 8px;
        height: calc(var(--header-height, 56px) + var(--safe-area-inset-top, 0px));
        padding: var(--safe-area-inset-top, 0px) calc(12px + var(--inset-right)) 0
          calc(12px + var(--inset-left));
        background: var(--app-header-background-color, var(--primary-color, #009ac7));
        color: var(--app-header-text-color, #fff);
        border-bottom: var(--app-header-border-bottom, none);
      }
      .toolbar h1 {
        margin: 0;
        margin-inline-start: 8px;
        overflow: hidden;
        font-size: var(--ha-font-size-xl, 20px);
        font-weight: var(--ha-font-weight-normal, 400);
        line-height: 1;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .toolbar button {
        color: inherit;
      }
      .notice {
        display: flex;
        align-items: center;
        gap: 12px;
        max-width: min(1368px, 100% - 32px);
        margin: 16px auto 0;
        padding: 12px 16px;
      }
      .notice span {
        flex: 1;
      }
    `],d([m({type:Boolean,reflect:!0})],V2.prototype,"narrow",2),d([m({attribute:!1})],V2.prototype,"route",2),d([m({attribute:!1})],V2.prototype,"bundle",2),V2=d([S("plex-connection-panel")],V2);var GH=["plex_tv_reachable","servers_found","requests_today","last_discovery","discovery_trigger"],zH=["connection_changed","degraded","recovered"],QH=["latency","latency_p50","latency_p95"],Z5={grid_options:{columns:"full"}},W0={name:{type:"entity"}},KH={name:{type:"device"}};function qH({name:V,isNameShared:H}){return H?{name:V}:KH}function x8(V,H){let C=L2(H,GH).map(r=>U0(r)),L=L2(H,["rediscover"]).map(r=>I0(r)),e=H.name||V("strategy_account");return W2(e,"mdi:account-circle-outline",[...C,...L])}function u8(V,H,C){return Z8([W2(H("strategy_history"),"mdi:chart-line",S8(V,C,qH)),W2(H("strategy_activity"),"mdi:history",h8(V,C))])}function c8(V,H,C){return Z8([W2(H("strategy_connection"),"mdi:lan-connect",jH(V,H,C)),W2(H("strategy_history"),"mdi:chart-line",XH(V,C)),W2(H("strategy_activity"),"mdi:history",h8(V,[C]))])}function Z8(V){return V.filter(H=>H.cards.length>1)}function jH(V,H,C){let L=V.user?.is_admin??!1;return[{type:m2,device:C.id,show_details:!0,show_account:!0},...L2(C,["connection"]).map(e=>U0(e,Z5)),...L2(C,["test_connections","rediscover"]).map(e=>I0(e)),...(L?L2(C,["forget"]):[]).map(e=>I0(e,YH(H,C)))]}function YH(V,H){return{confirmation:{title:V("panel_action_forget_title",{name:H.name}),text:V("panel_action_forget_text"),confirm_text:V("panel_action_forget_yes")}}}function XH(V,H){let C=L2(H,QH);return[...S8(V,[H],()=>W0),...G0(V,"recorder")?JH(C):[]]}function S8(V,H,C){let L=H.flatMap(e=>L2(e,["connection_type"]).map(r=>({entity:r,...C(e)})));return L.length===0||!G0(V,"history")?[]:[{type:"history-graph",entities:L,hours_to_show:24,...Z5}]}function JH(V){if(V.length===0)return[];let H=V.map(L=>({entity:L,...W0})),C=V.length>1?["mean"]:["mean","min","max"];return[{type:"statistics-graph",entities:H,stat_types:C,period:"hour",days_to_show:7,...Z5}]}function h8(V,H){let C=H.flatMap(L=>L2(L,["activity"]));return C.length===0||!G0(V,"logbook")?[]:[{type:"logbook",target:{entity_id:C},state_filter:zH,hours_to_show:48,...Z5}]}function W2(V,H,C){return{type:"grid",cards:[{type:"heading",heading:V,icon:H},...C]}}function U0(V,H={}){return{type:"tile",entity:V,...W0,...H}}function I0(V,H={}){let C={action:"perform-action",perform_action:"button.press",target:{entity_id:V},...H};return U0(V,{...Z5,hide_state:!0,tap_action:C,icon_tap_action:C})}function L2({entities:V},H){return H.flatMap(C=>V[C]??[])}function G0(V,H){return V.config.components.includes(H)}var CV=8,$3=3;function f8(V,H){let{servers:C,accounts:L}=$2(V),e=C.length>CV;return{title:H("strategy_name"),views:[{title:H("strategy_overview"),path:"overview",type:"sections",max_columns:$3,sections:[HV(H,C,L.length>1),...L.map(r=>x8(H,r)),...e?[]:u8(V,H,C)]},...e?[VV(H,C)]:[],...C.map(r=>LV(V,H,r,e))]}}function HV(V,H,C){let L={type:"heading",heading:V("strategy_servers")},r={type:m2,...C?{show_account:!0}:{},grid_options:{columns:"full"}},M=H.length>0?[L,r]:[r];return{type:"grid",column_span:$3,cards:M}}function VV(V,H){return{title:V("strategy_servers"),path:"servers",type:"sections",icon:"mdi:server-network",max_columns:$3,sections:H.map(C=>({type:"grid",cards:[{type:"heading",heading:C.name,tap_action:{action:"navigate",navigation_path:g8(C)}},{type:m2,device:C.id,show_details:!0}]}))}}function LV(V,H,C,L){return{title:C.name,path:g8(C),type:"sections",...L?{subview:!0}:{},max_columns:$3,sections:c8(V,H,C)}}function g8(V){return`server-${V.id}`}var z0="plex-connection",eV="mdi:transit-connection-variant",e2=class extends HTMLElement{static async generate(H,C){return f8(C,await g1(C))}static getCreateSuggestions(H){return{title:l1("strategy_name"),icon:eV}}static shouldRegenerate(H,C,L){return C.language!==L.language?!0:!e2.registryDependencies.every(r=>C[r]===L[r])&&O8(C)!==O8(L)}};e2.noEditor=!0,e2.registryDependencies=["entities","devices"],e2=d([S(`ll-strategy-dashboard-${z0}`)],e2);function O8(V){return JSON.stringify($2(V))}var b8="https://github.com/plex-connection/ha-plex-connection/blob/main/docs/dashboard.md",rV={type:i5,get name(){return l1("card_name")},get description(){return l1("card_description")},preview:!0,documentationURL:b8,getEntitySuggestion:O4},MV={type:z0,strategyType:"dashboard",get name(){return l1("strategy_name")},get description(){return l1("strategy_description")},documentationURL:b8};function w8(){window.customCards??=[],window.customStrategies??=[],y8(window.customCards,rV),y8(window.customStrategies,MV)}function y8(V,H){V.some(C=>C?.type===H.type)||V.push(H)}w8();
/*! Bundled license information:

@lit/reactive-element/css-tag.js:
  (**
   * @license
   * Copyright 2019 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

@lit/reactive-element/reactive-element.js:
lit-html/lit-html.js:
lit-element/lit-element.js:
@lit/reactive-element/decorators/custom-element.js:
@lit/reactive-element/decorators/property.js:
@lit/reactive-element/decorators/state.js:
@lit/reactive-element/decorators/event-options.js:
@lit/reactive-element/decorators/base.js:
@lit/reactive-element/decorators/query.js:
@lit/reactive-element/decorators/query-all.js:
@lit/reactive-element/decorators/query-async.js:
@lit/reactive-element/decorators/query-assigned-nodes.js:
lit-html/directive.js:
lit-html/directives/repeat.js:
  (**
   * @license
   * Copyright 2017 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

lit-html/is-server.js:
  (**
   * @license
   * Copyright 2022 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

@lit/reactive-element/decorators/query-assigned-elements.js:
  (**
   * @license
   * Copyright 2021 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

lit-html/directive-helpers.js:
  (**
   * @license
   * Copyright 2020 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)
*/
